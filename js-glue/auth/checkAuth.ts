import { check } from '../client/check.ts';
import { headerStyle } from '../core/openSocket.ts';
import type { WebSocketConstructor } from '../core/socketAdapter.ts';
import type { AuthMessage, AuthOptions } from './options.ts';

const ways = ['query', 'header', 'subprotocol', 'firstFrame', 'challenge'] as const;
const known: readonly (keyof AuthOptions)[] = [...ways, 'accepted', 'rejected', 'timeout'];

/** Throws a `TypeError` that names what is wrong. */
export function checkAuth(auth: AuthOptions, WebSocket: WebSocketConstructor | undefined): void {
  check.keys('auth', auth, known);
  if (waysOf(auth).length === 0)
    throw new TypeError(`chatwire: auth names no way. Known: ${ways.join(', ')}`);
  if (auth.firstFrame && auth.challenge) {
    throw new TypeError('chatwire: auth takes either firstFrame or challenge, not both');
  }
  for (const way of ['query', 'header'] as const) {
    for (const [name, value] of Object.entries(auth[way] ?? {})) checkProvided(`auth.${way}.${name}`, value);
  }
  if (auth.subprotocol !== undefined) checkProvided('auth.subprotocol', auth.subprotocol);
  if (auth.firstFrame && typeof auth.firstFrame !== 'function')
    checkMessage('auth.firstFrame', auth.firstFrame);
  if (auth.challenge) {
    check.keys('auth.challenge', auth.challenge, ['type', 'sign']);
    check.function('auth.challenge.sign', auth.challenge.sign);
  }
  if (auth.header && !headerStyle(WebSocket) && !auth.query && !auth.subprotocol) {
    throw new TypeError(
      'chatwire: auth.header does not work here, since browsers cannot set headers: name auth.query or auth.subprotocol beside it',
    );
  }
}

/** The same for other credentials of a client: their ways are fixed when it is made. */
export function checkOtherAuth(
  auth: AuthOptions,
  before: { auth: AuthOptions; WebSocket: WebSocketConstructor | undefined },
): void {
  checkAuth(auth, before.WebSocket);
  const [given, fixed] = [waysOf(auth), waysOf(before.auth)].map((names) => names.join(', '));
  if (given !== fixed) {
    throw new TypeError(`chatwire: setAuth must be given ${fixed || 'nothing: no auth was'}, not ${given}`);
  }
}

function waysOf(auth: AuthOptions): string[] {
  return ways.filter((way) => auth[way] !== undefined);
}

export function checkMessage(name: string, message: AuthMessage): AuthMessage {
  check.object(name, message);
  check.name(`${name}.type`, message.type);
  check.number(`${name}.expiresIn`, message.expiresIn, Infinity, { min: 1, max: Infinity });
  return message;
}

function checkProvided(name: string, value: unknown): void {
  if (typeof value !== 'function') check.text(name, value);
}
