import { check } from '../client/check.ts';
import type { ChatClient } from '../client/client.ts';
import type { Unsubscribe } from '../client/emitter.ts';
import { ChatwireError } from '../client/errors.ts';
import type { Message } from '../client/message.ts';
import type { Receipt } from '../client/receipts.ts';
import type { SendOptions } from '../client/sendOptions.ts';

/** Where a message names its channel, and how a server is asked for one. */
export interface ChannelsOptions {
  /** The member that names the channel. Default `channel`. */
  field?: string | undefined;
  /** Where that member stands: beside the type, or within the payload, which is an object then. Default `frame`. */
  place?: 'frame' | 'payload' | undefined;
  /** Makes the frame that asks the server for a channel. Default: the server is not asked. */
  join?: ((channel: string) => object) | undefined;
  /** Makes the frame that tells the server that a channel is not wanted any more. Default: the server is not told. */
  leave?: ((channel: string) => object) | undefined;
}

/** One part of the traffic of a connection. Made by {@link Channels.join}. */
export interface Channel {
  readonly name: string;
  /**
   * Calls `handler` for each message of this type and this channel, or of all types (`'*'`), until the channel is left.
   *
   * @typeParam Payload What the server promises of the payload. It is taken at its word: nothing is checked.
   */
  subscribe<Payload = unknown>(type: string, handler: (message: Message<Payload>) => void): Unsubscribe;
  /**
   * Sends a message of this type in this channel, as `client.send()` does.
   *
   * @throws ChatwireError `CANCELLED` where the channel has been left.
   * @throws TypeError for what is no type and no payload, and where the system's frames name no type.
   */
  send(type: string, payload?: object, options?: SendOptions): Receipt;
  /** Ends its subscriptions. The server is told when nobody else on this connection has joined the channel. */
  leave(): void;
}

/** A channel that somebody wants. */
interface Membership {
  readonly name: string;
  /** How many have joined and not left. */
  members: number;
  /** The frame that asks for it: waiting, or on the link that is up. */
  asked: { receipt: Receipt; withdraw: AbortController } | undefined;
}

const known = ['field', 'place', 'join', 'leave'] satisfies (keyof ChannelsOptions)[];
/** In these no link is up or on its way. */
const resting: readonly string[] = ['idle', 'closing', 'closed', 'failed'];

/**
 * Several channels over one connection (S2.95): each hears only of its own messages. A server that must be asked for a
 * channel is asked once for all who join it, and again on each new link, before what waits to be sent.
 */
export class Channels {
  readonly #client: ChatClient;
  readonly #field: string;
  readonly #isInPayload: boolean;
  readonly #join: ChannelsOptions['join'];
  readonly #leave: ChannelsOptions['leave'];
  readonly #memberships = new Map<string, Membership>();
  readonly #open = new Set<Channel>();
  readonly #stopListening: readonly Unsubscribe[];

  /** @throws TypeError that names the option which is wrong. */
  constructor(client: ChatClient, options: ChannelsOptions = {}) {
    check.keys('Channels', options, known);
    const { join, leave } = options;
    if (join !== undefined) check.function('join', join);
    if (leave !== undefined) check.function('leave', leave);
    this.#client = client;
    this.#field = check.name('field', options.field, 'channel');
    this.#isInPayload = check.oneOf('place', options.place, ['frame', 'payload'], 'frame') === 'payload';
    this.#join = join;
    this.#leave = leave;
    this.#stopListening = [
      client.on('close', ({ wasOpen }) => this.#forget(wasOpen)),
      client.on('state', () => this.#askForAll()),
      client.on('open', () => this.#askForAll()),
    ];
  }

  /** Joins a channel. Each that joins leaves for itself. */
  join(name: string): Channel {
    check.name('channel', name);
    let membership = this.#memberships.get(name);
    if (!membership) {
      membership = { name, members: 0, asked: undefined };
      this.#askFor(membership);
      this.#memberships.set(name, membership);
    }
    membership.members += 1;
    return this.#channel(membership);
  }

  /** Leaves all channels. */
  destroy(): void {
    for (const channel of this.#open) channel.leave();
    for (const stop of this.#stopListening) stop();
  }

  #channel(membership: Membership): Channel {
    const { name } = membership;
    const subscriptions = new Set<Unsubscribe>();
    const mustBeJoined = () => {
      if (this.#open.has(channel)) return;
      throw new ChatwireError('CANCELLED', {
        detail: `The channel '${name}' has been left`,
        remedy: 'Join it again',
      });
    };
    const channel: Channel = {
      name,
      subscribe: (type, handler) => {
        mustBeJoined();
        check.function('handler', handler);
        const unsubscribe = this.#client.subscribe(type, (message) => {
          if (this.#nameIn(message) === name) handler(message as never);
        });
        subscriptions.add(unsubscribe);
        return () => {
          subscriptions.delete(unsubscribe);
          unsubscribe();
        };
      },
      send: (type, payload, options) => {
        mustBeJoined();
        return this.#client.send(this.#frame(name, type, payload), options);
      },
      leave: () => {
        if (!this.#open.delete(channel)) return;
        for (const unsubscribe of subscriptions) unsubscribe();
        membership.members -= 1;
        if (membership.members === 0) this.#giveUp(membership);
      },
    };
    this.#open.add(channel);
    return channel;
  }

  #nameIn({ raw, payload }: Message): unknown {
    const place = (this.#isInPayload ? payload : raw) as Record<string, unknown> | null | undefined;
    return place?.[this.#field];
  }

  #frame(name: string, type: string, payload: object | undefined): object {
    const { typeKey, payloadKey, name: profile } = this.#client.profile;
    if (!typeKey)
      throw new TypeError(
        `chatwire: profile '${profile}' has no type: its frames name none. Use client.send(frame)`,
      );
    check.name('type', type);
    if (payload !== undefined) check.object('payload', payload);
    const address = { [this.#field]: name };
    if (this.#isInPayload) return { [typeKey]: type, [payloadKey]: { ...payload, ...address } };
    return { [typeKey]: type, ...address, ...(payload !== undefined && { [payloadKey]: payload }) };
  }

  /** A link has ended, and the server with it has forgotten who wanted what. */
  #forget(wasOpen: boolean): void {
    if (!wasOpen) return;
    for (const membership of this.#memberships.values()) {
      if (membership.asked?.receipt.status === 'sent') membership.asked = undefined;
    }
    this.#askForAll();
  }

  #askForAll(): void {
    if (resting.includes(this.#client.state)) return;
    for (const membership of this.#memberships.values()) this.#askFor(membership);
  }

  #askFor(membership: Membership): void {
    const { asked } = membership;
    if (!this.#join || this.#client.isDestroyed || (asked && asked.receipt.status !== 'dropped')) return;
    const withdraw = new AbortController();
    // The others wait behind it, for they may be meant for this channel.
    const options = { priority: 'high', ttl: Infinity, signal: withdraw.signal } as const;
    membership.asked = { receipt: this.#client.send(this.#join(membership.name), options), withdraw };
  }

  #giveUp(membership: Membership): void {
    const { name, asked } = membership;
    this.#memberships.delete(name);
    asked?.withdraw.abort();
    if (!this.#leave || asked?.receipt.status === 'queued') return;
    // Without a link there is nobody who still thinks that it is wanted.
    if (this.#client.state === 'connected') this.#client.send(this.#leave(name));
  }
}
