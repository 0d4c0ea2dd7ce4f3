import {
  autobot,
  base,
  chat,
  dashboard,
  nexus,
  wazuh,
  type Profile,
  type ProfileName,
  type Unsubscribe,
  type WebSocketConstructor,
} from 'chatwire';
import type { Data } from './data.ts';
import { milliseconds, type Duration } from './duration.ts';
import { Envelope, type Letter } from './envelope.ts';
import { plannedFaults, type PlannedFaults } from './faultScript.ts';
import { installWebSocket } from './install.ts';
import { MockClock } from './mockClock.ts';
import type { DialAnswer, MockConnection, ServerEnd } from './mockConnection.ts';
import type { Recording } from './recording.ts';
import { Replay, type ReplayOptions } from './replay.ts';
import { ServerSocket } from './serverSocket.ts';

const profiles: Record<ProfileName, Profile> = { base, wazuh, chat, dashboard, nexus, autobot };

/** What a mock server speaks, and how slowly. */
export interface MockServerOptions {
  /** Whose frames it reads and writes. Default `base`. */
  profile?: ProfileName | Profile;
  /** How long a frame takes from one end to the other. Default 0: it arrives in the next task. */
  latency?: Duration;
  /** Answer the clients' pings, and say no more of them. Default true. */
  answerPings?: boolean;
  /** Default: one of its own. Several servers may live by one clock. */
  clock?: MockClock;
}

/** What the server received: a frame, and how to answer it. Fields that the frame has not are `undefined`. */
export interface ReceivedMessage<Payload = unknown> extends Omit<Letter, 'payload'> {
  readonly payload: Payload;
  /** As it came. */
  readonly data: string | ArrayBuffer;
  /** When it came, by the server's clock. */
  readonly at: number;
  readonly connection: MockConnection;
  /** Sends the client a message with the same id, if there is one. */
  readonly reply: (type: string, payload?: unknown) => void;
}

/** Gets what clients send. */
export type ReceivedHandler<Payload = unknown> = (message: ReceivedMessage<Payload>) => void;

/**
 * A server in the test's own process. Its `WebSocket` is the option of that name:
 *
 * ```ts
 * const server = new MockServer();
 * const client = createChatClient({ url: 'ws://localhost/ws', WebSocket: server.WebSocket });
 * ```
 *
 * Such a client lives by `server.clock` too, with its back-off, its pings and its timeouts.
 */
export class MockServer {
  /** The constructor to give to clients. */
  readonly WebSocket: WebSocketConstructor;
  /** The time of the server and of its clients. */
  readonly clock: MockClock;
  /** All that ever dialled, in their order. */
  readonly connections: MockConnection[] = [];
  /** What came from all clients, in the order of its arrival, without the pings that the server answered. */
  readonly received: ReceivedMessage[] = [];
  readonly #envelope: Envelope;
  readonly #answersPings: boolean;
  readonly #handlers = new Map<string, Set<ReceivedHandler>>();
  readonly #welcomes = new Set<(connection: MockConnection) => void>();
  #latency: number;
  #dialAnswer: DialAnswer = 'accept';

  constructor({ profile = 'base', latency = 0, answerPings = true, clock }: MockServerOptions = {}) {
    this.clock = clock ?? new MockClock();
    this.#latency = milliseconds(latency);
    this.#answersPings = answerPings;
    this.#envelope = new Envelope(findProfile(profile), this.clock.date);
    this.WebSocket = this.#makeWebSocket();
  }

  /** Those that are open now. */
  get open(): MockConnection[] {
    return this.connections.filter(({ isOpen }) => isOpen);
  }

  /**
   * Calls `handler` for each message of `type`, or for all (`'*'`) that come.
   *
   * @typeParam Payload What the test takes the payload for. Nothing is checked.
   */
  on<Payload = unknown>(type: string, handler: ReceivedHandler<Payload>): Unsubscribe {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handler as ReceivedHandler));
    return () => void handlers.delete(handler as ReceivedHandler);
  }

  /** Answers each message of `type` with one of `answerType`, which repeats its id. */
  reply<Payload = unknown>(
    type: string,
    answerType: string,
    payload?: object | ((message: ReceivedMessage<Payload>) => unknown),
  ): Unsubscribe {
    return this.on<Payload>(type, (message) =>
      message.reply(answerType, typeof payload === 'function' ? payload(message) : payload),
    );
  }

  /** Calls `handler` for each connection when it has opened, e.g. to welcome the client. */
  onConnection(handler: (connection: MockConnection) => void): Unsubscribe {
    this.#welcomes.add(handler);
    return () => void this.#welcomes.delete(handler);
  }

  /** Sends a message of this type, as the profile has it, to all clients. */
  send(type: string, payload?: unknown, id?: unknown): void {
    for (const connection of this.open) connection.send(type, payload, id);
  }

  /** Sends all clients a whole frame: a text or bytes as they are, anything else as JSON. */
  sendFrame(frame: Data | object): void {
    for (const connection of this.open) connection.sendFrame(frame);
  }

  /** Closes all connections, with a close frame. */
  close(code = 1000, reason = ''): void {
    for (const connection of this.open) connection.close(code, reason);
  }

  /** Breaks all connections, without one. */
  cut(): void {
    for (const connection of this.connections) connection.cut();
  }

  /** Lets nothing through any more on the connections there are, and tells nobody, until `resume()`. */
  halfOpen(): void {
    for (const connection of this.open) connection.halfOpen();
  }

  /** Lets all through that waited, and what comes later. */
  resume(): void {
    for (const connection of this.open) connection.resume();
  }

  /** From now on: dials fail. */
  refuse(): void {
    this.#dialAnswer = 'refuse';
  }

  /** From now on: dials get no answer. */
  ignore(): void {
    this.#dialAnswer = 'ignore';
  }

  /** From now on: dials succeed, as they do at first. */
  accept(): void {
    this.#dialAnswer = 'accept';
  }

  /** Breaks all connections, and lets dials fail. */
  offline(): void {
    this.refuse();
    this.cut();
  }

  /** Lets dials succeed: the same as `accept()`. */
  online(): void {
    this.accept();
  }

  /** From now on: frames take so long from one end to the other. */
  delay(latency: Duration): void {
    this.#latency = milliseconds(latency);
  }

  /**
   * Plans what is to happen so much later: `server.at('2m').offline().at('12m').online()`. All durations count from the
   * first `at` of the line.
   */
  at(duration: Duration): PlannedFaults {
    return plannedFaults(this, duration);
  }

  /** Plays the server's part of a recording of `recordTraffic()`, from the first connection that is open. */
  replay(recording: string | Recording, options: ReplayOptions = {}): Replay {
    const context = { server: this, envelope: this.#envelope, answersPings: this.#answersPings };
    return new Replay(context, recording, options);
  }

  /** Puts its `WebSocket` in the place of the platform's, for code that cannot be given one. Gives back how to undo that. */
  install(): () => void {
    return installWebSocket(this.WebSocket);
  }

  #makeWebSocket(): WebSocketConstructor {
    const { clock, connections } = this;
    const end = this.#serverEnd();
    return class MockServerSocket extends ServerSocket {
      static readonly clock = clock;

      constructor(
        url: string | URL,
        protocols?: string | readonly string[],
        options?: { headers?: Record<string, string> },
      ) {
        super(end, (connection) => void connections.push(connection), url, protocols, options);
      }
    };
  }

  #serverEnd(): ServerEnd {
    const latency = () => this.#latency;
    const dialAnswer = () => this.#dialAnswer;
    return {
      clock: this.clock,
      envelope: this.#envelope,
      get latency() {
        return latency();
      },
      get dialAnswer() {
        return dialAnswer();
      },
      welcome: (connection) => {
        for (const welcome of [...this.#welcomes]) welcome(connection);
      },
      hear: (connection, data) => this.#hear(connection, data),
    };
  }

  #hear(connection: MockConnection, data: string | ArrayBuffer): void {
    const letter = this.#envelope.read(data);
    const pong = this.#answersPings ? this.#envelope.answerToPing(letter) : undefined;
    if (pong !== undefined) return connection.sendFrame(pong);
    const message: ReceivedMessage = {
      ...letter,
      ...{ data, connection, at: this.clock.now() },
      reply: (type, payload) => connection.send(type, payload, letter.id),
    };
    this.received.push(message);
    const handlers = [this.#handlers.get(letter.type), this.#handlers.get('*')];
    for (const handler of handlers.flatMap((each) => [...(each ?? [])])) handler(message);
  }
}

/** @throws TypeError for a name that no profile has. */
function findProfile(profile: ProfileName | Profile): Profile {
  if (typeof profile === 'object') return profile;
  const found = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (found) return found;
  throw new TypeError(
    `chatwire/testing: profile must be one of ${Object.keys(profiles).join(', ')}, or a profile of your own, not '${profile}'`,
  );
}
