import type { Tokens } from '../auth/tokens.js';
import type { Autobot } from '../autobot/autobot.js';
import { isServerType } from '../autobot/samples.js';
import type { Dashboard } from '../dashboard/dashboard.js';
import type { Faults } from '../faults.js';
import type { Ledger } from '../ledger.js';
import type { Notification } from '../notification.js';
import { BadRequest } from './bad-request.js';
import { numberIn, selectionIn } from './parameters.js';
import { taskIn } from './task-body.js';
import { tokenRequestIn } from './token-body.js';

/** What can be controlled by HTTP. */
export interface Controlled {
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly ledger: Ledger;
  readonly autobot: Autobot;
  readonly dashboard: Dashboard;
  readonly notify: (notification: Notification) => number;
}

/** What a control answers. */
export interface Reply {
  readonly body: object;
  /** Done once the answer has reached the client. */
  readonly afterwards?: () => Promise<void>;
}

/** @throws BadRequest when the parameters make no sense */
type ControlAction = (
  controlled: Controlled,
  url: URL,
  body: Readonly<Record<string, unknown>>,
) => Reply | Promise<Reply>;

/** Servers where a flood is running. */
const flooded = new WeakSet<Faults>();

/** By path. PROTOCOL.md says what each takes and answers. */
export const CONTROLS: ReadonlyMap<string, ControlAction> = new Map<string, ControlAction>([
  ['/demo/cut', ({ faults }, url) => done({ cut: faults.cut(selectionIn(url)) })],
  ['/demo/close', close],
  ['/demo/half-open', ({ faults }, url) => done({ frozen: faults.halfOpen(selectionIn(url)) })],
  ['/demo/slow', slow],
  ['/demo/refuse', refuse],
  ['/demo/expire-tokens', ({ faults }) => done({ closed: faults.expireTokens() })],
  ['/demo/stop', stop],
  ['/demo/restart', restart],
  ['/demo/flood', flood],
  ['/demo/notify', notify],
  ['/demo/run', ({ dashboard }, _url, body) => done({ taskId: dashboard.run(taskIn(body)).taskId })],
  ['/demo/emit', emit],
  ['/demo/received', ({ ledger }) => ({ body: { total: ledger.total, counts: countsOf(ledger) } })],
  ['/auth/token', token],
]);

function done(body: object): Reply {
  return { body: { ok: true, ...body } };
}

function close({ faults }: Controlled, url: URL): Reply {
  const code = numberIn(url, 'code', 1000, 1000, 4999);
  if ((code > 1014 && code < 3000) || (code >= 1004 && code <= 1006)) {
    throw new BadRequest('code must be 1000 to 1014, but not 1004 to 1006, or 3000 to 4999.');
  }
  const reason = url.searchParams.get('reason') ?? '';
  if (Buffer.byteLength(reason) > 123) throw new BadRequest('reason may have 123 bytes.');
  return done({ closed: faults.closeAll(code, reason, selectionIn(url)) });
}

function slow({ faults }: Controlled, url: URL): Reply {
  const ms = numberIn(url, 'ms', 500, 0, 60_000);
  faults.slow(ms, selectionIn(url));
  return done({ ms });
}

function refuse({ faults }: Controlled, url: URL): Reply {
  const count = numberIn(url, 'count', 1, 1, 1_000);
  const status = numberIn(url, 'status', 503, 300, 599);
  faults.refuseNext({ ...selectionIn(url), count, status });
  return done({ count, status });
}

function stop({ faults }: Controlled, url: URL): Reply {
  const seconds = numberIn(url, 'seconds', 10, 0, 60);
  return { ...done({ seconds }), afterwards: () => faults.stopFor(seconds * 1000) };
}

function restart({ faults }: Controlled, url: URL): Reply {
  const seconds = numberIn(url, 'seconds', 1, 0, 60);
  return { ...done({ seconds }), afterwards: () => faults.restart(seconds * 1000) };
}

async function flood({ faults }: Controlled, url: URL): Promise<Reply> {
  const count = numberIn(url, 'count', 2_000, 1, 100_000);
  const size = numberIn(url, 'size', 245, 0, 65_536);
  const selection = selectionIn(url);
  if (flooded.has(faults)) throw new BadRequest('A flood is running already.', 409);
  flooded.add(faults);
  try {
    return done({ sent: await faults.flood({ count, size, ...selection }) });
  } finally {
    flooded.delete(faults);
  }
}

function notify(controlled: Controlled, { searchParams }: URL): Reply {
  const message = searchParams.get('message');
  const title = searchParams.get('title');
  const level = searchParams.get('level');
  if (!message) throw new BadRequest('message must be a non-empty text.');
  return done({ sent: controlled.notify({ message, ...(title && { title }), ...(level && { level }) }) });
}

function emit(
  { autobot }: Controlled,
  { searchParams }: URL,
  body: Readonly<Record<string, unknown>>,
): Reply {
  const type = searchParams.get('type') ?? '';
  if (!isServerType(type)) throw new BadRequest('type must be one of a message that autobot sends.');
  return done({ sent: autobot.emit(type, Object.keys(body).length > 0 ? body : undefined) });
}

function token({ tokens }: Controlled, _url: URL, body: Readonly<Record<string, unknown>>): Reply {
  const { request, seconds } = tokenRequestIn(body);
  return { body: { token: tokens.issue(request), expires_in: seconds } };
}

function countsOf(ledger: Ledger): Record<string, number> {
  return Object.fromEntries(ledger.counts());
}
