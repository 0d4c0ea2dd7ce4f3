import type { Envelope } from './envelope.ts';
import type { MockServer } from './mockServer.ts';
import {
  decodeBytes,
  parseRecording,
  type RecordedEvent,
  type RecordedFrame,
  type Recording,
} from './recording.ts';

/** How a recording is played. */
export interface ReplayOptions {
  /**
   * Wait, at each frame that the recorded client sent, until the client of now has sent one of the same type. Default
   * false: only the times count.
   */
  inStep?: boolean;
}

/** What a replay needs of its server. */
export interface ReplayContext {
  readonly server: MockServer;
  readonly envelope: Envelope;
  /** Whether the server answers pings by itself: recorded pings and answers are left out then. */
  readonly answersPings: boolean;
}

/**
 * Plays the server's part of a recording, at the times of the recording, by the server's clock. An answer gets the id of the
 * question that the client asks now: the third `ask` of now stands for the third one recorded.
 */
export class Replay {
  /** Milliseconds from the first event to the last one. */
  readonly duration: number;
  readonly #context: ReplayContext;
  readonly #inStep: boolean;
  readonly #events: RecordedEvent[];
  /** The recorded messages of the client, by their ids. */
  readonly #turns = new Map<unknown, { type: string; turn: number }>();
  /** Of each type, the ids of what came from the client of now, and how many of the recorded ones have had their turn. */
  readonly #said = new Map<string, { ids: unknown[]; turns: number }>();
  readonly #stops: (() => void)[];
  #isStopped = false;
  #next = 0;
  /** What it waits for from the client. */
  #awaited: (() => boolean) | undefined;

  /** @internal Made by `MockServer.replay()`. */
  constructor(context: ReplayContext, recording: string | Recording, { inStep = false }: ReplayOptions) {
    const { events } = typeof recording === 'string' ? parseRecording(recording) : recording;
    this.#context = context;
    this.#inStep = inStep;
    const start = Math.max(
      0,
      events.findIndex((each) => 'event' in each && each.event === 'open'),
    );
    this.#events = events.slice(start).filter((each) => this.#isOfInterest(each));
    this.duration = (this.#events.at(-1)?.at ?? 0) - (this.#events[0]?.at ?? 0);
    this.#stops = [
      context.server.on('*', ({ type, id }) => {
        this.#saidOf(type).ids.push(id);
        this.#lookAgain();
      }),
      context.server.onConnection(() => this.#lookAgain()),
    ];
    this.#planNext();
  }

  /** All of it has been played, or it was stopped. */
  get isFinished(): boolean {
    return this.#isStopped;
  }

  /** Plays no more of it. */
  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
  }

  #isOfInterest(event: RecordedEvent): boolean {
    if (!('data' in event) || !this.#context.answersPings) return true;
    return !this.#context.envelope.isKeepAlive(this.#context.envelope.read(event.data), event.direction);
  }

  #planNext(): void {
    const event = this.#events[this.#next];
    if (!event) return this.stop();
    const gap = event.at - (this.#events[this.#next - 1]?.at ?? event.at);
    this.#context.server.clock.setTimeout(() => {
      if (!this.#isStopped) this.#reach(event);
    }, gap);
  }

  #reach(event: RecordedEvent): void {
    this.#awaited = this.#condition(event);
    if (this.#awaited && !this.#awaited()) return;
    this.#awaited = undefined;
    this.#play(event);
    this.#next++;
    this.#planNext();
  }

  /** Whether it is the event's turn, where it has to wait for one. */
  #condition(event: RecordedEvent): (() => boolean) | undefined {
    if ('event' in event)
      return event.event === 'open' ? () => this.#context.server.open.length > 0 : undefined;
    if (!this.#inStep || event.direction === 'in') return undefined;
    const { type } = this.#letter(event);
    const turn = this.#saidOf(type).turns;
    return () => this.#saidOf(type).ids.length > turn;
  }

  #play(event: RecordedEvent): void {
    if ('event' in event) return this.#end(event);
    if (event.direction === 'out') return this.#note(event);
    const { server } = this.#context;
    if ('bytes' in event) server.sendFrame(decodeBytes(event.bytes));
    else server.sendFrame(this.#readdressed(event.data));
  }

  #end(event: Exclude<RecordedEvent, RecordedFrame>): void {
    if (event.event !== 'close' || event.by === 'client') return;
    if (event.wasClean) this.#context.server.close(event.code, event.reason);
    else this.#context.server.cut();
  }

  /** A recorded frame of the client: who answers it answers the one of now. */
  #note(frame: RecordedFrame): void {
    const { type, id } = this.#letter(frame);
    const turn = this.#saidOf(type).turns++;
    if (id !== undefined) this.#turns.set(id, { type, turn });
  }

  #lookAgain(): void {
    const event = this.#events[this.#next];
    if (event && this.#awaited?.()) this.#reach(event);
  }

  /** With the id of the question that was asked now. */
  #readdressed(text: string): string {
    const { envelope } = this.#context;
    const question = this.#turns.get(envelope.read(text).id);
    const id = question && this.#saidOf(question.type).ids[question.turn];
    return id === undefined ? text : envelope.withId(text, id);
  }

  #letter(frame: RecordedFrame) {
    return this.#context.envelope.read('data' in frame ? frame.data : decodeBytes(frame.bytes));
  }

  #saidOf(type: string): { ids: unknown[]; turns: number } {
    const said = this.#said.get(type) ?? { ids: [], turns: 0 };
    this.#said.set(type, said);
    return said;
  }
}
