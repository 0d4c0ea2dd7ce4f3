import { afterEach, expect } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { startServer, type ReferenceServer, type ServerOptions } from '../../web/server/server.js';

/** The payload fields that tests look at; which of them a message has is for the test to say. */
export interface Payload {
  readonly chat_id?: string;
  readonly chunks?: number;
  readonly command?: string;
  readonly connection_id?: string;
  readonly delta?: string;
  readonly error_code?: string;
  readonly execution_id?: string;
  readonly index?: number;
  readonly message?: string;
  readonly message_id?: string;
  readonly response?: string;
  readonly results?: unknown;
  readonly severity?: string;
  readonly status?: string;
  readonly steps?: readonly string[];
  readonly stream_id?: string;
  readonly thought?: unknown;
  readonly timestamp?: string;
  readonly workflow_id?: string;
  readonly cancelled_at_step?: number;
}

/** A received message, of whatever system. */
export interface Frame {
  readonly type: string;
  readonly message?: string;
  readonly payload?: Payload;
  // What a system has where is for its tests to say.
  readonly [field: string]: any;
}

export interface DialOptions extends ClientOptions {
  /** Sub-protocols to offer. */
  readonly protocols?: string[];
}

/** For places in an expected value that only need to be of a kind. */
export const aString: unknown = expect.any(String);
export const aNumber: unknown = expect.any(Number);
export const textLike = (pattern: RegExp | string): unknown => expect.stringMatching(pattern);

const DEADLINE_MS = 5_000;
const servers: ReferenceServer[] = [];
const clients: TestClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.cut();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server on a free port that ends with the test, and does not dawdle. */
export async function serve(options: ServerOptions = {}): Promise<ReferenceServer> {
  const server = await startServer({ chunkDelay: 0, stepDelay: 0, pingInterval: 0, ...options });
  servers.push(server);
  return server;
}

/** Waits for a condition; fails with `what` when it does not come true in time. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A plain `ws` client that keeps all it receives. */
export class TestClient {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  readonly binary: Buffer[] = [];
  closed: { code: number; reason: string } | undefined;

  private constructor(url: string, { protocols = [], ...options }: DialOptions) {
    this.socket = new WebSocket(url, protocols, options);
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.binary.push(data);
      else this.frames.push(parse(data.toString()));
    });
    this.socket.on('error', () => {});
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
  }

  /** Resolves when open. Rejects with `HTTP <status>` when refused. */
  static async open(url: string, options: DialOptions = {}): Promise<TestClient> {
    const client = new TestClient(url, options);
    clients.push(client);
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('unexpected-response', (_request, response) => {
        reject(new Error(`HTTP ${response.statusCode}`));
        client.socket.terminate();
      });
      client.socket.once('error', reject);
    });
    return client;
  }

  send(type: string, payload?: Record<string, unknown>): void {
    this.socket.send(JSON.stringify(payload ? { type, payload } : { type }));
  }

  /** Sends a frame as it is. */
  sendFrame(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  say(message: string, more: Record<string, unknown> = {}): void {
    this.send('user_message', { message, ...more });
  }

  of(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** The nth frame of a type, waited for. */
  async next(type: string, nth = 1): Promise<Frame> {
    await until(() => this.of(type).length >= nth, `${type} number ${nth}; got ${this.types()}`);
    return this.of(type)[nth - 1]!;
  }

  /** The nth frame that fits, waited for. */
  async nextWhere(fits: (frame: Frame) => boolean, nth = 1): Promise<Frame> {
    const found = () => this.frames.filter(fits);
    await until(() => found().length >= nth, `frame number ${nth}; got ${JSON.stringify(this.frames)}`);
    return found()[nth - 1]!;
  }

  /** True proof that nothing more is under way to us: the server has answered what we sent last. */
  async settle(): Promise<void> {
    const pongs = this.of('pong').length;
    this.send('ping');
    await this.next('pong', pongs + 1);
  }

  async end(): Promise<{ code: number; reason: string }> {
    await until(() => this.closed !== undefined, 'the socket to close');
    return this.closed!;
  }

  cut(): void {
    this.socket.terminate();
  }

  types(): string {
    return this.frames.map(({ type }) => type).join(', ');
  }
}

/** The text that a stream's chunks give, after a check that none is missing or doubled. */
export function joinChunks(frames: readonly Frame[]): string {
  return frames
    .map(({ payload }, position) => {
      if (payload?.index !== position) throw new Error(`Chunk ${payload?.index} stands at ${position}`);
      return payload.delta ?? '';
    })
    .join('');
}

function parse(text: string): Frame {
  try {
    return JSON.parse(text) as Frame;
  } catch {
    return { type: '#text', message: text };
  }
}
