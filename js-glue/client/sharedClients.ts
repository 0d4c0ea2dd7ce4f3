import type { AnyMessages, MessageMap, SystemMessages } from '../messages/messageMap.ts';
import { check } from './check.ts';
import { createChatClient, type ChatClient } from './client.ts';
import type { ChatClientOptions } from './options.ts';
import { hasFunctions } from './resolveOptions.ts';

/** Options of {@link shareChatClient}. */
export interface SharedClientOptions extends ChatClientOptions {
  /** Who the user is, such as an account's id. Needed where the address or the credentials come from functions. */
  identity?: string | undefined;
}

/** A share in a client. */
export interface SharedClient<Messages extends MessageMap = AnyMessages> {
  readonly client: ChatClient<Messages>;
  /** Gives the share back. Calling it again does nothing. */
  release(): void;
}

interface Entry {
  readonly client: ChatClient<MessageMap>;
  /** What it was made with, as far as that can be compared. */
  readonly settings: string;
  shares: number;
}

const entries = new Map<string, Entry>();

/**
 * One client, and one connection, for all on this page who ask for the same: the same URL and sub-protocols, profile, and
 * identity (without one, the same credentials; C36). The first one's other options count; different ones are warned of.
 *
 * The client is destroyed a task after the last share was given back, so that a component which is unmounted and mounted
 * again keeps its connection (W69).
 *
 * @throws TypeError that names the option which is wrong, as {@link createChatClient}.
 */
export function shareChatClient<Name extends keyof SystemMessages>(
  options: SharedClientOptions & { profile: Name },
): SharedClient<SystemMessages[Name]>;
export function shareChatClient<Messages extends MessageMap = AnyMessages>(
  options: SharedClientOptions,
): SharedClient<Messages>;
export function shareChatClient({ identity, ...options }: SharedClientOptions): SharedClient<MessageMap> {
  const key = keyOf(options, identity);
  const settings = settingsOf(options);
  let entry = entries.get(key);
  if (!entry || entry.client.isDestroyed) {
    entry = { client: createChatClient(options), settings, shares: 0 };
    entries.set(key, entry);
  } else if (entry.settings !== settings) {
    console.warn('chatwire: this connection is shared already, and keeps the options that it was made with.');
  }
  return share(key, entry);
}

function share(key: string, entry: Entry): SharedClient<MessageMap> {
  entry.shares++;
  let isHeld = true;
  return {
    client: entry.client,
    release() {
      if (!isHeld) return;
      isHeld = false;
      entry.shares--;
      setTimeout(() => {
        if (entry.shares > 0) return;
        if (entries.get(key) === entry) entries.delete(key);
        entry.client.destroy();
      });
    },
  };
}

/** As far as settings can be told apart: schemas may be of any library, and constructors and functions have no text. */
function settingsOf({ schemas, ...options }: ChatClientOptions): string {
  return JSON.stringify([schemas && Object.keys(schemas), options]);
}

function keyOf({ url, protocols, profile, auth }: ChatClientOptions, identity: string | undefined): string {
  if (identity !== undefined) check.text('identity', identity);
  else if (hasFunctions([url, auth])) {
    throw new TypeError(
      'chatwire: identity must say who the user is, since url or auth is a function: others must not share the connection',
    );
  }
  const address = typeof url === 'function' ? '' : String(url);
  return JSON.stringify([address, protocols, profile, identity ?? auth]);
}
