import type { Clock } from 'chatwire';
import { copyOf, isData, type Data } from './data.ts';
import type { Envelope } from './envelope.ts';
import { Pipe } from './pipe.ts';

/** How a connection ended. */
export interface Ending {
  /** RFC 6455 section 7.4; 1006 where it was cut or refused, 1005 where its close frame had no code. */
  readonly code: number;
  readonly reason: string;
  /** Who ended it. */
  readonly by: 'client' | 'server';
}

/** What a connection asks of the socket that dialled. */
export interface ClientEnd {
  open(protocol: string): void;
  receive(data: string | ArrayBuffer): void;
  finish(code: number, reason: string, wasClean: boolean): void;
}

/** What becomes of a dial: the server accepts or refuses it, or never answers. */
export type DialAnswer = 'accept' | 'refuse' | 'ignore';

/** What a connection knows of its server. */
export interface ServerEnd {
  readonly clock: Clock;
  readonly envelope: Envelope;
  /** Milliseconds from one end to the other. */
  readonly latency: number;
  readonly dialAnswer: DialAnswer;
  /** The connection is open. */
  welcome(connection: MockConnection): void;
  /** A frame has arrived. */
  hear(connection: MockConnection, data: string | ArrayBuffer): void;
}

/** What a dial brings with it. */
export interface Dial {
  readonly url: string;
  /** The sub-protocols that it offers. */
  readonly protocols: readonly string[];
  /** Where the option `auth.header` gives some. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One client's connection to a `MockServer`, seen from the server. */
export class MockConnection {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly #server: ServerEnd;
  readonly #client: ClientEnd;
  readonly #toServer: Pipe;
  readonly #toClient: Pipe;
  #isOpen = false;
  #ending: Ending | undefined;

  /** @internal Made by the server's socket. */
  constructor(server: ServerEnd, dial: Dial, client: ClientEnd) {
    this.url = dial.url;
    this.protocols = dial.protocols;
    this.headers = dial.headers;
    this.#server = server;
    this.#client = client;
    this.#toServer = new Pipe(server.clock);
    this.#toClient = new Pipe(server.clock);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How it ended; `undefined` while it has not. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Sends a message of this type, as the server's profile has it, to this client. */
  send(type: string, payload?: unknown, id?: unknown): void {
    this.sendFrame(this.#server.envelope.write(type, payload, id));
  }

  /** Sends a whole frame: a text or bytes as they are, anything else as JSON. */
  sendFrame(frame: Data | object): void {
    const data = isData(frame) ? copyOf(frame) : JSON.stringify(frame);
    if (this.#isOpen) this.#toClient.put(this.#server.latency, () => this.#client.receive(data));
  }

  /** Closes it as a server does, with a close frame. */
  close(code = 1000, reason = ''): void {
    if (!this.#isOpen) return;
    this.#end({ code, reason, by: 'server' });
    this.#toClient.put(this.#server.latency, () => this.#client.finish(code, reason, true));
  }

  /** Breaks it: no close frame, and what is on its way is lost. */
  cut(): void {
    if (this.#ending) return;
    this.#break('server');
  }

  /** Lets nothing through any more, either way, and tells nobody (W17). What is sent waits for `resume()`. */
  halfOpen(): void {
    this.#toServer.block();
    this.#toClient.block();
  }

  /** Lets all through that waited, and what comes later. */
  resume(): void {
    this.#toServer.unblock();
    this.#toClient.unblock();
  }

  /** @internal The client has dialled. */
  arrive(): void {
    this.#toServer.put(this.#server.latency, () => {
      const { dialAnswer, latency } = this.#server;
      if (dialAnswer === 'refuse') return this.#break('server', latency);
      if (dialAnswer === 'ignore' || this.#ending) return;
      this.#isOpen = true;
      this.#toClient.put(latency, () => this.#client.open(this.protocols[0] ?? ''));
      this.#server.welcome(this);
    });
  }

  /** @internal The client has sent. */
  take(data: Data): void {
    const copy = copyOf(data);
    this.#toServer.put(this.#server.latency, () => {
      if (this.#isOpen) this.#server.hear(this, copy);
    });
  }

  /** @internal The client has called `close()`. */
  leave(wasOpen: boolean, code = 1005, reason = ''): void {
    if (!wasOpen) return this.#break('client');
    this.#toServer.put(this.#server.latency, () => {
      if (!this.#ending) this.#end({ code, reason, by: 'client' });
      this.#toClient.put(this.#server.latency, () => this.#client.finish(code, reason, true));
    });
  }

  #break(by: 'client' | 'server', latency = 0): void {
    this.#toServer.cut();
    this.#toClient.cut();
    this.#toClient.unblock();
    if (!this.#ending) this.#end({ code: 1006, reason: '', by });
    this.#toClient.put(latency, () => this.#client.finish(1006, '', false));
  }

  #end(ending: Ending): void {
    this.#isOpen = false;
    this.#ending = ending;
  }
}
