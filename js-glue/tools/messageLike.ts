import type { Unsubscribe } from '../client/emitter.ts';

/** What the message tools work on: a `Message` of a client, or any object with a type. */
export interface MessageLike {
  readonly type: string;
  readonly payload?: unknown;
}

/** Where messages come from: a `ChatClient`. */
export interface MessageSource<Item> {
  /** Hears the messages of a type, `'*'` for all, until the function that it gives back is called. */
  subscribe(type: string, handler: (message: Item) => void): Unsubscribe;
}

/** The type of a message; `undefined` for what is none (W35, W37), whatever tricks it plays. */
export function typeOf(value: unknown): string | undefined {
  try {
    const { type } = value as MessageLike;
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
}

export function noMessage(): TypeError {
  return new TypeError('chatwire: a message must be an object with a text `type`');
}
