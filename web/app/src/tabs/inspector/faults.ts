import { createStore } from 'zustand/vanilla';
import { control } from '../../demo/control.ts';
import type { InspectedConnection } from './connections.ts';

/** What a fault did, in one sentence, and what there is to see now. */
export interface Outcome {
  readonly happened: string;
  readonly watch: string;
}

export const SLOW_MS = 800;
export const FLOOD_COUNT = 2000;
export const RESTART_SECONDS = 2;

/** Faults that last until they are taken back. */
export const lasting = createStore<{ slow: ReadonlySet<string>; isOffline: boolean }>(() => ({
  slow: new Set(),
  isOffline: false,
}));

/** Systems whose server answers pings: there a silent line is found. */
const PINGED = ['dashboard', 'autobot'];
/** Systems whose connections are opened by a token. */
const BY_TOKEN = ['wazuh', 'dashboard'];

const NO_LINE: Outcome = {
  happened: 'Nothing happened: this connection is not open.',
  watch: 'connect it first.',
};

/** Can the system's tokens expire? */
export function hasTokens({ system }: InspectedConnection): boolean {
  return BY_TOKEN.includes(system);
}

export async function cut({ name }: InspectedConnection): Promise<Outcome> {
  const reply = await control<{ cut: number }>('cut', { client: name });
  if (reply.cut === 0) return NO_LINE;
  return {
    happened: 'The line was cut without a close frame, as a dead network would.',
    watch: 'the state is “reconnecting”, what you send waits, and one new connection comes.',
  };
}

export async function halfOpen({ name, system }: InspectedConnection): Promise<Outcome> {
  const { frozen } = await control<{ frozen: number }>('half-open', { client: name });
  if (frozen === 0) return NO_LINE;
  return {
    happened: 'The server neither reads nor answers any more, and the TCP connection stays.',
    watch: PINGED.includes(system)
      ? 'within seconds a ping goes unanswered, the client leaves the line behind and dials anew.'
      : 'nothing changes. This system has no ping, so only a time limit of your own finds out, such as that of a request.',
  };
}

export async function slowDown({ name }: InspectedConnection): Promise<Outcome> {
  const isSlow = !lasting.getState().slow.has(name);
  await control('slow', { client: name, ms: isSlow ? SLOW_MS : 0 });
  const slow = new Set(lasting.getState().slow);
  if (isSlow) slow.add(name);
  else slow.delete(name);
  lasting.setState({ slow });
  if (!isSlow) return { happened: 'The line is quick again.', watch: 'the next answers come at once.' };
  return {
    happened: `Every frame of the server now comes ${SLOW_MS} ms late, over new connections too.`,
    watch: 'the round trip grows, and nothing is taken for dead that is only slow.',
  };
}

export async function flood({ name }: InspectedConnection): Promise<Outcome> {
  const { sent } = await control<{ sent: number }>('flood', { client: name, count: FLOOD_COUNT });
  if (sent === 0) return NO_LINE;
  return {
    happened: `The server sent ${sent.toLocaleString('en')} messages as fast as the socket took them.`,
    watch: 'all of them were received, and the page was drawn a few times only.',
  };
}

/** The server says that the token has expired, as it does at the moment when one does. */
export async function expireToken({ name }: InspectedConnection): Promise<Outcome> {
  const { closed } = await control<{ closed: number }>('close', {
    ...{ client: name, code: 4401, reason: 'token expired' },
  });
  if (closed === 0) return NO_LINE;
  return {
    happened: 'The token of this connection has expired: the server closed it with 4401.',
    watch: 'the client asks for a fresh token and is back, without a word to the user.',
  };
}

export async function restart(): Promise<Outcome> {
  await control('restart', { seconds: RESTART_SECONDS });
  return {
    happened: `The server said goodbye with 1012 to everybody, and is gone for ${RESTART_SECONDS} s.`,
    watch:
      'each client dials after 5 to 30 s, at random, so that they do not all come at once. “Retry now” does not wait.',
  };
}

export async function stop(seconds: number): Promise<Outcome> {
  await control('stop', { seconds });
  return {
    happened: `The server is gone for ${seconds} s: every dial is refused.`,
    watch: 'the waits grow from try to try, and what you send meanwhile leaves when it is back.',
  };
}

export function disconnect({ client }: InspectedConnection): Outcome {
  client.disconnect();
  return {
    happened: 'This page has closed the connection on purpose.',
    watch: 'it stays closed: nothing but “Connect” brings it back.',
  };
}

export function connect({ client }: InspectedConnection): Outcome {
  void client.connect();
  return { happened: 'This page dials.', watch: 'what you sent meanwhile leaves first.' };
}

/** Says to the page what a browser says when it believes that it has no network. The network stays as it is. */
export function goOffline(): Outcome {
  lasting.setState({ isOffline: true });
  dispatchEvent(new Event('offline'));
  return {
    happened: 'The browser says that there is no network.',
    watch:
      'the line stays, since browsers are often wrong: it is asked by a ping at once, and left only if that fails.',
  };
}

export function goOnline(): Outcome {
  lasting.setState({ isOffline: false });
  dispatchEvent(new Event('online'));
  return {
    happened: 'The browser says that the network is back.',
    watch: 'who waits for the next try dials at once.',
  };
}
