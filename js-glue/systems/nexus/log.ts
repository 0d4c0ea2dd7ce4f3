import type { WebSocketMessage } from './messages.ts';

/** From nothing to everything. Contents are logged at `debug` only, with secrets masked. */
export type LogLevel = 'none' | 'error' | 'warn' | 'info' | 'debug';

/** Where lines go: the console, or anything like it. */
export type Logger = Readonly<
  Partial<Record<Exclude<LogLevel, 'none'>, (text: string, details?: unknown) => void>>
>;

/** What is logged, and where to. */
export interface Logging {
  /** How much is logged. Contents of messages only at `debug`, with secrets masked (S3.80). Default `warn`. */
  logLevel?: LogLevel | undefined;
  /** The same as `logLevel: 'debug'`: every frame is logged (S3.88). */
  debug?: boolean | undefined;
  /** Default: the console. */
  logger?: Logger | undefined;
}

const levels: readonly LogLevel[] = ['none', 'error', 'warn', 'info', 'debug'];
const secretNames = /key|token|secret|password|signature|authorization|cookie/i;

/** Lines of one service. */
export class Log {
  readonly #level: number;
  readonly #logger: Logger;

  constructor({ logLevel = 'warn', debug = false, logger = console }: Logging) {
    const level = levels.indexOf(debug ? 'debug' : logLevel);
    if (level < 0) throw new TypeError(`chatwire: logLevel must be one of ${levels.join(', ')}`);
    this.#level = level;
    this.#logger = logger;
  }

  write(level: Exclude<LogLevel, 'none'>, text: string, details?: unknown): void {
    if (levels.indexOf(level) > this.#level) return;
    if (details === undefined) this.#logger[level]?.(text);
    else this.#logger[level]?.(text, details);
  }

  frame(direction: 'received' | 'sent', message: WebSocketMessage): void {
    if (this.#level === levels.indexOf('debug'))
      this.write('debug', `WebSocket ${direction}:`, redacted(message));
  }
}

/** A copy in which nothing stands under a name that speaks of a secret. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]: [string, unknown]) => {
    const isSecret = typeof field === 'string' && secretNames.test(name);
    return [name, isSecret ? '[redacted]' : redacted(field)];
  });
  return Object.fromEntries(fields) as unknown;
}
