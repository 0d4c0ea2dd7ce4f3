import { check } from '../client/check.ts';
import { Emitter, type Unsubscribe } from '../client/emitter.ts';
import { toJson } from '../client/encode.ts';
import { uuid } from '../client/uuid.ts';
import { report, threw, toConsole, type OnError } from './callbacks.ts';
import type { MessageLike, MessageSource } from './messageLike.ts';
import { RingBuffer } from './ringBuffer.ts';

/** An event of an {@link EventLog}. Frozen. */
export interface LoggedEvent<Payload = unknown> {
  /** A UUID of its own, whatever the message says (C30). */
  readonly id: string;
  readonly type: string;
  /** When it was added. */
  readonly timestamp: Date;
  readonly payload: Payload;
  /** Counts the events of its log, from 1, in the order in which they were added. */
  readonly sequence: number;
}

/** Which events to give back: those for which all of it is true. */
export interface EventQuery {
  /** Only events of this type. */
  type?: string | undefined;
  /** Added at this time or later; a number is milliseconds since 1970. */
  since?: Date | number | undefined;
  /** Added after the event with this `sequence`. */
  after?: number | undefined;
  /** At most so many, the newest ones. */
  limit?: number | undefined;
}

/** How much an event log keeps, and who hears of what its listeners throw. */
export interface EventLogOptions<Payload = unknown> {
  /** How many events are kept; the oldest make room. Default 10000 (S4.116, C15). */
  maxCount?: number | undefined;
  /**
   * How much is kept: types, and payloads as JSON, in UTF-16 units. An event that is larger than all of it is told, and not
   * kept. Default: no limit, and nothing is measured.
   */
  maxBytes?: number | undefined;
  /** Hears of a listener that threw: a `ChatwireError` with the cause. */
  onError?: OnError<LoggedEvent<Payload>> | undefined;
}

interface Entry<Payload> {
  readonly event: LoggedEvent<Payload>;
  /** Of its own: whoever holds the event can set its `Date`. */
  readonly time: number;
  readonly bytes: number;
}

/**
 * The last events of any kind, and who wants to hear of new ones: an activity feed, a log, the state of a dashboard.
 *
 * Listeners hear each event once, in the order of `sequence`, also where one of them adds another: that is told after the
 * one at hand. So a listener must not add an event for every event.
 */
export class EventLog<Payload = unknown> {
  readonly #maxCount: number;
  readonly #maxBytes: number;
  readonly #onError: OnError<LoggedEvent<Payload>>;
  readonly #entries = new RingBuffer<Entry<Payload>>();
  readonly #listeners = new Emitter<{ event: LoggedEvent<Payload> }>(toConsole);
  readonly #untold: LoggedEvent<Payload>[] = [];
  #isTelling = false;
  #bytes = 0;
  #dropped = 0;
  #lastSequence = 0;

  constructor(options: EventLogOptions<Payload> = {}) {
    check.keys('EventLog', options, ['maxCount', 'maxBytes', 'onError']);
    const { onError = toConsole } = options;
    check.function('onError', onError);
    this.#maxCount = check.number('maxCount', options.maxCount, 10_000, { min: 0, max: Infinity });
    this.#maxBytes = check.number('maxBytes', options.maxBytes, Infinity, { min: 0, max: Infinity });
    this.#onError = onError;
  }

  /** How many events are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many events had to make room, or were too large to be kept. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Adds an event, and tells the listeners.
   *
   * @throws ChatwireError `UNSERIALIZABLE` for a payload that has no JSON, where `maxBytes` is set.
   */
  add(type: string, payload: Payload): LoggedEvent<Payload> {
    check.text('type', type);
    const bytes = this.#maxBytes === Infinity ? 0 : type.length + toJson(payload).length;
    const timestamp = new Date();
    const sequence = ++this.#lastSequence;
    const event = Object.freeze({ id: uuid(), type, timestamp, payload, sequence });
    this.#keep({ event, time: timestamp.getTime(), bytes });
    this.#tell(event);
    return event;
  }

  /** Calls `listener` with each event that is added from now on. */
  subscribe(listener: (event: LoggedEvent<Payload>) => void): Unsubscribe {
    check.function('listener', listener);
    const before = this.#lastSequence;
    return this.#listeners.on('event', (event) => {
      // Added before it came, and not yet told: `getEvents()` has given it that one.
      if (event.sequence <= before) return;
      try {
        listener(event);
      } catch (cause) {
        report(this.#onError, threw('A listener of events', cause), event);
      }
    });
  }

  /** Adds each message of a client, or each of one type. Returns what ends that. */
  attach(client: MessageSource<MessageLike>, type = '*'): Unsubscribe {
    return client.subscribe(type, (message) => void this.add(message.type, message.payload as Payload));
  }

  /** The events that are kept, oldest first, or those of a type, or those that a query asks for. */
  getEvents(query: string | EventQuery = {}): LoggedEvent<Payload>[] {
    const {
      type,
      since = -Infinity,
      after = 0,
      limit = Infinity,
    } = typeof query === 'string' ? { type: query } : query;
    const start = Number(since);
    const found: LoggedEvent<Payload>[] = [];
    for (let index = this.size - 1; found.length < limit; index--) {
      const entry = this.#entries.at(index);
      if (!entry || entry.event.sequence <= after) break;
      // No break here: the clock may have been set back.
      if (entry.time >= start && (type === undefined || entry.event.type === type)) found.push(entry.event);
    }
    return found.reverse();
  }

  /** The events that were added at this time or later (S4.120); a number is milliseconds since 1970. */
  getEventsSince(since: Date | number, type?: string): LoggedEvent<Payload>[] {
    return this.getEvents({ since, type });
  }

  /** Forgets all events. Listeners stay, and `sequence` goes on. */
  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #keep(entry: Entry<Payload>): void {
    if (this.#maxCount === 0 || entry.bytes > this.#maxBytes) {
      this.#dropped++;
      return;
    }
    while (this.size >= this.#maxCount || this.#bytes + entry.bytes > this.#maxBytes) {
      this.#bytes -= this.#entries.shift()?.bytes ?? 0;
      this.#dropped++;
    }
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
  }

  #tell(event: LoggedEvent<Payload>): void {
    this.#untold.push(event);
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
      this.#listeners.emit('event', next);
    }
    this.#isTelling = false;
  }
}
