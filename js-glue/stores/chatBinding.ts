import type { ChatClient, Message, Receipt } from 'chatwire';
import type { ChatChange } from './chatChange.ts';
import type { ChatMapper, OutgoingMessage } from './chatMapper.ts';
import type { ChatEngine, ChatLink } from './chatEngine.ts';
import { failedMessage, withAnswered } from './chatReducer.ts';
import type { ChatMessage, ChatState } from './chatState.ts';
import { changeMessage, changeSession, growingIn, isGrowing, isRunning, unansweredIn } from './sessions.ts';
import { showFailure, showSent } from './ownMessage.ts';
import { Silences } from './silences.ts';
import { withPending } from './workflows.ts';

/** How a client is bound to a chat store; times in milliseconds. */
export interface BindChatOptions {
  /** What the system's messages mean. Default: by the name of the client's profile (S0.25). */
  mapper?: ChatMapper | undefined;
  /**
   * After a link was lost, what went out and has no answer is sent again, with the same id. Default: where the server knows
   * these ids, which is the reference backend's `autobot`.
   */
  resend?: boolean | undefined;
  /** How long the other side types at most without saying so again, in milliseconds. Default 5000 (G3). */
  typingTimeout?: number | undefined;
  /**
   * How long an answer that was under way when the link was lost may stay silent on the next one, in milliseconds. Then it
   * has failed; what comes later revives it. Default 15000.
   */
  resumeTimeout?: number | undefined;
  /**
   * After how long a silence an answer is taken to be whole, in milliseconds, where neither its pieces nor its end are marked
   * (W45); a piece that still comes continues it. Default 3000.
   */
  silence?: number | undefined;
}

/** A user has read what came, and asks the next thing: tokens follow each other faster. */
const READ_TIME = 250;

/** The wiring between one client and one store. */
export class ChatBinding implements ChatLink {
  readonly #client: ChatClient;
  readonly #engine: ChatEngine;
  readonly #mapper: ChatMapper;
  readonly #resends: boolean;
  readonly #typingTimeout: number;
  readonly #resumeTimeout: number;
  readonly #silences: Silences;
  readonly #unsubscribe: (() => void)[] = [];
  readonly #typing = new Map<string, ReturnType<typeof setTimeout>>();
  /** Of the user's messages that wait. */
  readonly #receipts = new Map<string, Receipt>();
  /** On which link a message went out, counted from 0. */
  readonly #linkOf = new Map<string, number>();
  /** What was last told to a workflow. */
  readonly #commands = new Map<string, Receipt>();
  #links = 0;
  #resume: ReturnType<typeof setTimeout> | undefined;

  constructor(client: ChatClient, engine: ChatEngine, mapper: ChatMapper, options: BindChatOptions) {
    this.#client = client;
    this.#engine = engine;
    this.#mapper = mapper;
    this.#resends = options.resend ?? mapper.knowsMessageIds;
    this.#typingTimeout = options.typingTimeout ?? 5000;
    this.#resumeTimeout = options.resumeTimeout ?? 15_000;
    this.#silences = new Silences(options.silence ?? 3000, (sessionId) =>
      engine.receive({ kind: 'answer', isGuess: true, sessionId }),
    );
  }

  start(): void {
    const { changes } = this.#mapper;
    for (const type of Object.keys(changes)) {
      const stop = this.#client.subscribe(type, (message) => this.#receive(message, changes[type]));
      this.#unsubscribe.push(stop);
    }
    this.#unsubscribe.push(
      this.#client.on('state', ({ state, previous }) => {
        if (previous === 'connected') this.#linkLost();
        if (state === 'reconnecting') this.#resendUnanswered();
        if (state === 'closed' || state === 'failed') this.#interrupt();
      }),
      this.#client.on('open', () => this.#linkBack()),
    );
    const before = this.#engine.link;
    this.#engine.link = this;
    before?.stop();
    this.#engine.change((state) => (state.isBound ? state : { ...state, isBound: true }));
  }

  /** What is queued or on its way stays so, and what becomes of it is still shown. */
  stop(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    clearTimeout(this.#resume);
    this.#silences.stop();
    if (this.#engine.link !== this) return;
    this.#engine.link = undefined;
    this.#engine.change((state) => ({ ...state, isBound: false }));
    this.#stopTyping();
    // Effects that run twice, and hot reloads, bind again within a task (W69).
    setTimeout(() => {
      if (!this.#engine.link) this.#interrupt();
    });
  }

  send(sessionId: string, message: ChatMessage): void {
    const { id, text, details = {} } = message;
    this.#silences.end(sessionId, READ_TIME);
    try {
      if (!this.#mapper.text) throw new TypeError('The system of this client has no chat');
      const receipt = this.#post(this.#mapper.text({ text, details, messageId: id, sessionId }));
      this.#follow(id, receipt);
    } catch (error) {
      showFailure(this.#engine, id, error);
    }
  }

  setTyping(isTyping: boolean): void {
    const { currentSessionId, sessions } = this.#engine.state;
    const session = sessions.find(({ id }) => id === currentSessionId);
    const message = this.#mapper.typing?.(isTyping, session && !session.isLocal ? session.id : undefined);
    // What is not true any more later is not sent later.
    if (message) this.#post(message, 0);
  }

  approve(workflowId: string, approved: boolean, text: string): void {
    const message = this.#mapper.approval?.(workflowId, approved, text);
    const receipt = this.#command(workflowId, message);
    if (!message?.endsWorkflow || !receipt) return;
    receipt.delivered.then(
      () =>
        this.#engine.receive({
          kind: 'workflow',
          id: workflowId,
          event: { type: 'ended', status: approved ? 'completed' : 'cancelled', summary: text },
        }),
      () => {},
    );
  }

  cancel(workflowId: string, reason: string): void {
    this.#command(workflowId, this.#mapper.cancel?.(workflowId, reason));
  }

  #command(workflowId: string, message: OutgoingMessage | undefined): Receipt | undefined {
    const undo = () => this.#engine.changeWorkflow(workflowId, (each) => withPending(each, undefined));
    if (!message) {
      undo();
      return undefined;
    }
    const receipt = this.#post(message);
    this.#commands.set(workflowId, receipt);
    receipt.delivered.catch(() => {
      if (this.#commands.get(workflowId) === receipt) undo();
    });
    return receipt;
  }

  #post(message: OutgoingMessage, ttl?: number): Receipt {
    const options = ttl === undefined ? undefined : { ttl };
    return 'frame' in message
      ? this.#client.send(message.frame, options)
      : this.#client.send(message.type, message.payload, options);
  }

  /** Shows what becomes of a message. */
  #follow(id: string, receipt: Receipt): void {
    this.#receipts.set(id, receipt);
    // Sent again meanwhile, it has another receipt.
    const isCurrent = () => this.#receipts.get(id) === receipt && this.#receipts.delete(id);
    const sent = () => {
      this.#linkOf.set(id, this.#links);
      if (isCurrent()) showSent(this.#engine, id);
    };
    if (receipt.status === 'sent') return sent();
    receipt.delivered.then(sent, (error: unknown) => {
      if (isCurrent()) showFailure(this.#engine, id, error);
    });
  }

  #receive(message: Message, change: ChatMapper['changes'][string] | undefined): void {
    if (!message.isValid) return;
    const changes: readonly ChatChange[] = [change?.(message) ?? []].flat();
    for (const each of changes) {
      this.#engine.receive(each);
      this.#silences.hear(each);
      if (each.kind === 'typing') this.#watchTyping(each.sessionId ?? '', each.isTyping);
    }
  }

  #watchTyping(sessionId: string, isTyping: boolean): void {
    clearTimeout(this.#typing.get(sessionId));
    this.#typing.delete(sessionId);
    if (!isTyping) return;
    const end = () => {
      this.#typing.delete(sessionId);
      if (sessionId) this.#engine.receive({ kind: 'typing', isTyping: false, sessionId });
      else this.#stopTyping();
    };
    this.#typing.set(sessionId, setTimeout(end, this.#typingTimeout));
  }

  /** Nobody types to a page that is not connected (S0.28). */
  #stopTyping(): void {
    for (const timer of this.#typing.values()) clearTimeout(timer);
    this.#typing.clear();
    this.#engine.change((state) =>
      state.sessions.reduce(
        (all, { id, isTyping }) =>
          isTyping ? changeSession(all, id, (session) => ({ ...session, isTyping: false })) : all,
        state,
      ),
    );
  }

  #linkLost(): void {
    this.#links++;
    clearTimeout(this.#resume);
    this.#silences.stop();
    this.#stopTyping();
    if (this.#mapper.answersOutliveLinks) return;
    this.#interrupt();
    if (this.#resends) return;
    const lost = new Set(this.#engine.state.sessions.flatMap((session) => unansweredIn(session)));
    this.#fail((message) => message.status === 'sent' && lost.has(message), this.#engine.texts.unanswered);
  }

  /** Back into the queue, ahead of what the user writes next. The user decides about workflows once more. */
  #resendUnanswered(): void {
    for (const [id, { status }] of this.#commands) {
      if (status === 'queued') continue;
      this.#commands.delete(id);
      this.#engine.changeWorkflow(id, (workflow) => withPending(workflow, undefined));
    }
    if (!this.#resends) return;
    for (const { sessionId, message } of this.#unanswered()) {
      this.#engine.changeMessage(message.id, (each) => ({ ...each, status: 'queued' }));
      this.send(sessionId, message);
    }
  }

  #linkBack(): void {
    this.#resendUnanswered();
    if (this.#links === 0) return;
    const { state } = this.#engine;
    for (const session of this.#resends ? state.sessions : []) {
      const answer = growingIn(session);
      const question = answer && session.messages.find(({ id }) => id === answer.replyTo);
      if (question?.role === 'user') this.#askAgain(session.id, question);
      else if (answer || session.workflows.some(isRunning)) this.#askForRest(session.id);
    }
    this.#expectRest(state);
  }

  /** Nothing about it is shown: the server answers it once. */
  #askAgain(sessionId: string, { id, text, details = {} }: ChatMessage): void {
    if (this.#mapper.text) this.#post(this.#mapper.text({ text, details, messageId: id, sessionId }));
  }

  #askForRest(sessionId: string): void {
    const message = this.#mapper.resume?.(sessionId);
    if (message) this.#post(message);
  }

  /** What grew when the link was lost, and grows no more, has failed. */
  #expectRest(before: ChatState): void {
    clearTimeout(this.#resume);
    this.#resume = setTimeout(() => {
      const isSilent = (message: ChatMessage) =>
        isGrowing(message) && before.sessions.some(({ messages }) => messages.includes(message));
      this.#fail(isSilent, this.#engine.texts.interrupted);
    }, this.#resumeTimeout);
  }

  #interrupt(): void {
    this.#fail(isGrowing, this.#engine.texts.interrupted);
  }

  #fail(matches: (message: ChatMessage) => boolean, text: string): void {
    this.#engine.change((state) =>
      state.sessions.reduce(
        (all, { id, messages }) =>
          messages.filter(matches).reduce(
            (some, { id: failing, replyTo }) =>
              changeSession(some, id, (session) => {
                const after = changeMessage(session, failing, (message) => failedMessage(message, text));
                return replyTo === undefined ? after : withAnswered(after, replyTo);
              }),
            all,
          ),
        state,
      ),
    );
  }

  /** The user's messages that went out on an earlier link, and that nothing answers. */
  #unanswered(): { sessionId: string; message: ChatMessage }[] {
    const { sessions } = this.#engine.state;
    const isLost = ({ id, status }: ChatMessage) =>
      status === 'sent' && (this.#linkOf.get(id) ?? this.#links) < this.#links;
    const lost = sessions.flatMap((session) =>
      unansweredIn(session)
        .filter(isLost)
        .map((message) => ({ sessionId: session.id, message })),
    );
    // Those that went out on a link that is gone are looked at once.
    for (const [id, link] of this.#linkOf) if (link < this.#links) this.#linkOf.delete(id);
    return lost;
  }
}
