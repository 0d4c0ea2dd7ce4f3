type Query = Readonly<Record<string, string | number>>;

/**
 * Asks the reference backend for trouble, or for something to happen: `POST /demo/<action>` (web/server/PROTOCOL.md).
 *
 * @typeParam Reply What the backend answers to this action.
 * @throws Error with a sentence for the visitor, when it cannot be reached or refuses.
 */
export async function control<Reply = object>(
  action: string,
  query: Query = {},
  body?: object,
): Promise<Reply> {
  const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  const response = await fetch(`/demo/${action}?${new URLSearchParams(parameters).toString()}`, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error('The server cannot be reached.');
  });
  const reply = (await response.json().catch(() => ({}))) as Reply & { error?: string };
  if (!response.ok) throw new Error(reply.error ?? `The server answered ${response.status}.`);
  return reply;
}
