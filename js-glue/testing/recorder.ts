import type { ChatClient, Clock, MessageMap, TappedFrame, Unsubscribe } from 'chatwire';
import { systemClock } from '../core/clock.ts';
import { encodeBytes, formatRecording, type RecordedEvent, type RecordedFrame } from './recording.ts';
import { redactMembers, type Redact } from './redact.ts';

/** How much is recorded, and without what. */
export interface RecorderOptions {
  /** Takes secrets out before anything is kept. Default: `redactMembers()`. */
  redact?: Redact;
  /** Of the frames kept, in characters; later ones are only counted. Default 16 Mi. */
  maxLength?: number;
  /** The time that the client lives by. Default: the platform's; for one of a `MockServer`, its clock. */
  clock?: Pick<Clock, 'date'>;
}

/** Keeps what comes and leaves on a client's connections, with the times, until it is stopped. */
export class Recorder {
  readonly #events: RecordedEvent[] = [];
  readonly #startedAt: string;
  readonly #stops: Unsubscribe[];
  readonly #redact: Redact;
  #room: number;
  #missed = 0;

  /** @internal Made by {@link recordTraffic}. */
  constructor(
    client: ChatClient,
    { redact = redactMembers(), maxLength = 16 * 1024 * 1024, clock = systemClock }: RecorderOptions,
  ) {
    this.#redact = redact;
    this.#room = maxLength;
    const start = clock.date();
    this.#startedAt = new Date(start).toISOString();
    const elapsed = () => clock.date() - start;
    this.#stops = [
      client.tap((frame) => this.#take(frame, frame.at - start)),
      client.on('open', () => this.#events.push({ at: elapsed(), event: 'open' })),
      client.on('close', ({ code, reason, wasClean, wasOpen }) => {
        // A dial that failed carried nothing.
        if (!wasOpen) return;
        const by = client.state === 'closed' || client.state === 'closing' ? 'client' : 'server';
        this.#events.push({ at: elapsed(), event: 'close', code, reason, by, wasClean });
      }),
    ];
  }

  /** Ends it, and gives back the recording: JSON, an event a line, to keep in a file and to give to `server.replay()`. */
  stop(): string {
    for (const stop of this.#stops.splice(0)) stop();
    return this.text();
  }

  /** The recording so far. */
  text(): string {
    const at = this.#events.at(-1)?.at ?? 0;
    const missed: RecordedEvent[] = this.#missed > 0 ? [{ at, event: 'missed', count: this.#missed }] : [];
    return formatRecording({ startedAt: this.#startedAt, events: [...this.#events, ...missed] });
  }

  #take({ direction, data, missed }: TappedFrame, at: number): void {
    if (missed) this.#events.push({ at, event: 'missed', count: missed });
    const redacted = this.#redact(data, direction);
    if (redacted === undefined) return;
    const frame: RecordedFrame =
      typeof redacted === 'string'
        ? { at, direction, data: redacted }
        : { at, direction, bytes: encodeBytes(redacted) };
    this.#room -= 'data' in frame ? frame.data.length : frame.bytes.length;
    if (this.#room >= 0) this.#events.push(frame);
    else this.#missed++;
  }
}

/**
 * Begins to record what comes and leaves on a client's connections. Secrets are taken out first, as far as the option
 * `redact` knows them; whatever else your users write is in it.
 */
export function recordTraffic<Messages extends MessageMap>(
  client: ChatClient<Messages>,
  options: RecorderOptions = {},
): Recorder {
  return new Recorder(client, options);
}
