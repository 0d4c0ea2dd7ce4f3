import { FrameScheduler } from '../adapters/frameScheduler.ts';
import type { ChatChange } from './chatChange.ts';
import { afterChange } from './chatReducer.ts';
import { chatTexts, type ChatTexts } from './chatTexts.ts';
import type { ChatMessage, ChatState, Workflow } from './chatState.ts';
import { changeMessage, changeSession, changeWorkflow, type ChatLimits } from './sessions.ts';
import type { StoreLike } from './storeLike.ts';
import { engineKey } from './streamedChange.ts';
import { Streams } from './streams.ts';

/** What a bound client does for the store's actions. */
export interface ChatLink {
  send(sessionId: string, message: ChatMessage): void;
  setTyping(isTyping: boolean): void;
  approve(workflowId: string, approved: boolean, message: string): void;
  cancel(workflowId: string, reason: string): void;
  stop(): void;
}

/** What a store keeps unless it was made with other limits. */
export const defaultLimits: ChatLimits = { maxMessages: 1000, maxSessions: 100 };

export interface EngineOptions {
  readonly limits?: ChatLimits;
  readonly texts?: ChatTexts;
}

/** More than a frame of any stream brings; a hidden page gets few frames. */
const MOST_PENDING = 1000;
const MOST_FORGOTTEN = 1000;

/**
 * Writes into one chat store, whoever made it. What the server says is collected and written once per animation frame, so a
 * stream of tokens costs one render a frame; what the user does is written at once, behind what came before it.
 */
export class ChatEngine {
  /** The bound client. */
  link: ChatLink | undefined;
  /** While the store is told what came in, and nothing that the user did. */
  isShowingStream = false;
  readonly #store: StoreLike<ChatState>;
  readonly #streams = new Streams();
  readonly #frames = new FrameScheduler(() => this.flush());
  /** What the server called sessions that were begun here. */
  readonly #renamed = new Map<string, string>();
  /** Ids of what the user deleted: what still comes for it is dropped. */
  readonly #forgotten = new Set<string>();
  readonly #context;
  #pending: ChatChange[] = [];

  /** What is written into messages that failed. */
  readonly texts: ChatTexts;

  constructor(
    store: StoreLike<ChatState>,
    { limits = defaultLimits, texts = chatTexts }: EngineOptions = {},
  ) {
    this.#store = store;
    this.texts = texts;
    this.#context = {
      limits,
      streams: this.#streams,
      guessed: new Set<string>(),
      onRename: (from: string, to: string) => this.#renamed.set(from, to),
    };
  }

  get limits(): ChatLimits {
    return this.#context.limits;
  }

  /** The state with all that has come. */
  get state(): ChatState {
    this.flush();
    return this.#store.getState();
  }

  /** The id of a session now, by one that it had once. */
  idOf(sessionId: string): string {
    return this.#renamed.get(sessionId) ?? sessionId;
  }

  /** What the server says; shown with the next frame. */
  receive(change: ChatChange): void {
    if (!this.#isWanted(change)) return;
    if (change.kind !== 'delta' || !this.#join(change)) this.#pending.push(change);
    if (this.#pending.length > MOST_PENDING) this.flush();
    else this.#frames.request();
  }

  /** A change by the user, or by the application: shown at once. */
  change(change: (state: ChatState) => ChatState): void {
    this.#write(change, false);
  }

  /** Shows what has come. */
  flush(): void {
    if (this.#pending.length > 0) this.#write((state) => state, true);
  }

  changeMessage(id: string, change: (message: ChatMessage) => ChatMessage): void {
    this.change((state) =>
      state.sessions.reduce(
        (all, { id: sessionId }) =>
          changeSession(all, sessionId, (session) => changeMessage(session, id, change)),
        state,
      ),
    );
  }

  changeWorkflow(id: string, change: (workflow: Workflow) => Workflow): void {
    this.change((state) =>
      state.sessions.reduce(
        (all, { id: sessionId }) =>
          changeSession(all, sessionId, (session) => changeWorkflow(session, id, change)),
        state,
      ),
    );
  }

  /** What comes for any of these is not wanted any more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#forgotten.add(id);
    for (const id of this.#forgotten) {
      if (this.#forgotten.size <= MOST_FORGOTTEN) return;
      this.#forgotten.delete(id);
    }
  }

  /** This one is wanted once more. */
  remember(id: string): void {
    this.#forgotten.delete(id);
  }

  #write(change: (state: ChatState) => ChatState, isStreamed: boolean): void {
    const before = this.#store.getState();
    const after = change(this.#afterPending(before));
    if (after === before) return;
    this.isShowingStream = isStreamed;
    try {
      this.#store.setState(() => after);
    } finally {
      this.isShowingStream = false;
    }
  }

  #isWanted(change: ChatChange): boolean {
    const { id, streamId, replyTo, sessionId } = change as Partial<Record<string, unknown>>;
    return ![id, streamId, replyTo, sessionId].some((each) => this.#forgotten.has(each as string));
  }

  /** Pieces of one answer are shown together. True where this one needs no change of its own. */
  #join(change: Extract<ChatChange, { kind: 'delta' }>): boolean {
    const { streamId, index } = change;
    if (streamId !== undefined && index !== undefined) {
      if (!this.#streams.take(streamId, index, change.text)) return true;
      return this.#pending.some((each) => each.kind === 'delta' && each.streamId === streamId);
    }
    const last = this.#pending.at(-1);
    if (last?.kind !== 'delta' || last.streamId !== streamId || last.index !== undefined) return false;
    if (last.sessionId !== change.sessionId || last.replyTo !== change.replyTo) return false;
    this.#pending[this.#pending.length - 1] = { ...last, text: last.text + change.text };
    return true;
  }

  #afterPending(state: ChatState): ChatState {
    if (!this.#frames.cancel() && this.#pending.length === 0) return state;
    const pending = this.#pending;
    this.#pending = [];
    return pending.reduce((after, change) => afterChange(after, change, this.#context), state);
  }
}

/** The engine of a store: the same one each time. */
export function engineOf(store: StoreLike<ChatState>, options?: EngineOptions): ChatEngine {
  const known = (store as { [engineKey]?: ChatEngine })[engineKey];
  if (known) return known;
  const engine = new ChatEngine(store, options);
  Object.defineProperty(store, engineKey, { value: engine });
  return engine;
}
