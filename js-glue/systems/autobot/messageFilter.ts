import { MessageFilter as Filters, type Filter, type MessageLike, type Unsubscribe } from 'chatwire';

/** Lets a message pass where all its filters say true (S4.155 to S4.159). */
export class MessageFilter<Item extends MessageLike = MessageLike> extends Filters<Item> {
  /** Adds a filter. Returns its removal (W63). */
  addFilter(filter: Filter<Item>): Unsubscribe {
    return this.add(filter);
  }
}
