import { EventLog, type LoggedEvent, type MessageLike, type MessageSource, type Unsubscribe } from 'chatwire';

/** An event of the aggregator: an id and a time of its own, whatever the message says (S4.112). */
export type ChatEvent<Payload = unknown> = LoggedEvent<Payload>;

/** The last 10,000 events, and who wants to hear of new ones (S4.113 to S4.121). */
export class ChatEventAggregator<Payload = unknown> {
  readonly #log = new EventLog<Payload>({
    onError: (error) => console.error('Error in event listener:', error),
  });

  /** Adds an event, and tells the listeners. */
  addEvent(type: string, payload: Payload): ChatEvent<Payload> {
    return this.#log.add(type, payload);
  }

  /** Calls `listener` with each event that is added from now on. */
  subscribe(listener: (event: ChatEvent<Payload>) => void): Unsubscribe {
    return this.#log.subscribe(listener);
  }

  /** Adds each message of a client. Returns what ends that. */
  attach(client: MessageSource<MessageLike>): Unsubscribe {
    return this.#log.attach(client);
  }

  /** All events, oldest first, or those of a type. */
  getEvents(type?: string): ChatEvent<Payload>[] {
    return this.#log.getEvents({ type });
  }

  /** Those that were added at this time or later. */
  getEventsSince(timestamp: Date, type?: string): ChatEvent<Payload>[] {
    return this.#log.getEventsSince(timestamp, type);
  }

  /** Forgets all events. Listeners stay. */
  clearEvents(): void {
    this.#log.clear();
  }
}
