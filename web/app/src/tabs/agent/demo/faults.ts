/** What the reference backend answers to a fault button: see web/server/README.md. */
interface FaultReply {
  readonly ok?: boolean;
  readonly error?: string;
  readonly cut?: number;
  readonly sent?: number;
}

/** Asks the backend for trouble; gives back one sentence about what came of it. */
export const faults = {
  async cut(): Promise<string> {
    const { cut = 0 } = await post('cut');
    return cut > 0 ? 'The line was cut.' : 'There was no line to cut.';
  },

  async stop(seconds: number): Promise<string> {
    await post('stop', { seconds: String(seconds) });
    return `The server was stopped for ${seconds} seconds.`;
  },

  /** @param connectionId Only this page is flooded; empty: every one. */
  async flood(count: number, connectionId: string): Promise<string> {
    const only = connectionId ? { connection: connectionId } : undefined;
    const { sent = 0 } = await post('flood', { count: String(count), ...only });
    return sent > 0
      ? `The server sent ${sent.toLocaleString('en')} messages.`
      : 'Nobody is there to be flooded.';
  },
};

async function post(action: string, query: Record<string, string> = {}): Promise<FaultReply> {
  const response = await fetch(`/demo/${action}?${new URLSearchParams(query).toString()}`, {
    method: 'POST',
  }).catch(() => {
    throw new Error('The server cannot be reached.');
  });
  const reply = (await response.json().catch(() => ({}))) as FaultReply;
  if (!response.ok) throw new Error(reply.error ?? `The server answered ${response.status}.`);
  return reply;
}
