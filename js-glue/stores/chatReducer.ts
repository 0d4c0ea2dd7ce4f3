import { uuid } from 'chatwire';
import type { ChatChange, ChatTarget } from './chatChange.ts';
import type { ChatMessage, ChatSession, ChatState, Workflow } from './chatState.ts';
import {
  addMessage,
  addSession,
  changeMessage,
  changeSession,
  changeWorkflow,
  expectedIn,
  expectingSession,
  growingIn,
  isGrowing,
  isRunning,
  lastOf,
  messageById,
  newSession,
  renameSession,
  sessionById,
  sessionWithMessage,
  sessionWithWorkflow,
  unansweredIn,
  type ChatLimits,
} from './sessions.ts';
import type { Streams } from './streams.ts';
import { afterCall, messageOfCall, withCalls, withEndedCalls } from './toolCalls.ts';
import { afterEvent, newWorkflow } from './workflows.ts';

type Change<Kind extends ChatChange['kind']> = Extract<ChatChange, { kind: Kind }>;

/** What the changes of one store have in common. */
export interface ReducerContext {
  readonly limits: ChatLimits;
  readonly streams: Streams;
  /** Ids of answers whose end was guessed. */
  readonly guessed: Set<string>;
  /** The server calls a session by another id than it was made with here. */
  readonly onRename: (from: string, to: string) => void;
}

/** A state, and a session in it that is meant. */
interface Located {
  readonly state: ChatState;
  readonly session: ChatSession;
}

/** Only the newest may still go on. */
const MOST_GUESSED = 100;

/** The state after a change; the same one where it changes nothing. */
export function afterChange(state: ChatState, change: ChatChange, context: ReducerContext): ChatState {
  switch (change.kind) {
    case 'session':
      return named(state, change, context);
    case 'message':
      return said(state, change, context);
    case 'delta':
      return grown(state, change, context);
    case 'answer':
      return answered(state, change, context);
    case 'failure':
      return failed(state, change, context);
    case 'typing':
      return typed(state, change, context);
    case 'tools':
      return inSession(state, change, context, (session) => {
        const answer = growingIn(session);
        if (!answer) return session;
        const toolCalls = withCalls(answer.toolCalls, change.calls);
        return changeMessage(session, answer.id, (message) => ({ ...message, toolCalls }));
      });
    case 'tool':
      return toolUsed(state, change, context);
    case 'details':
      return inSession(state, change, context, (session) => {
        const about = growingIn(session) ?? unansweredIn(session)[0];
        return about
          ? changeMessage(session, about.id, (each) => withDetails(each, change.details))
          : session;
      });
    case 'workflow':
      return workflowChanged(state, change, context);
  }
}

/** The session that a change belongs to; it is made where there is none. */
function locate(state: ChatState, target: ChatTarget, context: ReducerContext): Located {
  const { sessionId, replyTo } = target;
  const asked = sessionWithMessage(state, replyTo);
  if (sessionId === undefined) {
    const found = asked ?? expectingSession(state) ?? sessionById(state, state.currentSessionId);
    return found ? { state, session: found } : added(state, newSession(uuid(), { isLocal: true }), context);
  }
  const known = sessionById(state, sessionId) ?? (asked?.isLocal ? asked : undefined) ?? asked;
  const waiting = known ?? state.sessions.find((each) => each.isLocal && unansweredIn(each).length > 0);
  if (!waiting) return added(state, newSession(sessionId), context);
  return confirmed(state, waiting, sessionId, context);
}

/** A session that was begun here is the server's from now on, by its name for it. */
function confirmed(
  state: ChatState,
  session: ChatSession,
  id: string,
  { onRename }: ReducerContext,
): Located {
  if (!session.isLocal) return { state, session };
  if (session.id !== id) onRename(session.id, id);
  const after = renameSession(state, session.id, id);
  return { state: after, session: sessionById(after, id) ?? session };
}

function added(state: ChatState, session: ChatSession, { limits }: ReducerContext): Located {
  const after = addSession(state, session, limits);
  return { state: { ...after, currentSessionId: after.currentSessionId ?? session.id }, session };
}

function inSession(
  before: ChatState,
  target: ChatTarget,
  context: ReducerContext,
  change: (session: ChatSession) => ChatSession,
): ChatState {
  const { state, session } = locate(before, target, context);
  return changeSession(state, session.id, change);
}

/** S0.21, S0.29. */
function named(
  before: ChatState,
  { id, title = '', select }: Change<'session'>,
  context: ReducerContext,
): ChatState {
  const known =
    sessionById(before, id) ??
    before.sessions.find((each) => each.isLocal && unansweredIn(each).length > 0) ??
    before.sessions.find((each) => each.isLocal && each.id === before.currentSessionId);
  const { state, session } = known
    ? confirmed(before, known, id, context)
    : added(before, newSession(id), context);
  const titled = changeSession(state, session.id, (each) =>
    each.title || !title ? each : { ...each, title },
  );
  // Who waits for an answer is not taken elsewhere.
  const current = sessionById(titled, titled.currentSessionId);
  const isBusy = current !== undefined && (growingIn(current) ?? unansweredIn(current)[0]) !== undefined;
  return select && !known && !isBusy ? { ...titled, currentSessionId: session.id } : titled;
}

function said(before: ChatState, change: Change<'message'>, context: ReducerContext): ChatState {
  const { id = uuid(), role, text, timestamp = now(), details } = change;
  // One's own message comes back.
  if (sessionWithMessage(before, id)) return before;
  const { state, session } = locate(before, change, context);
  const message: ChatMessage = {
    ...{ id, role, text, timestamp, status: role === 'user' ? 'sent' : 'done' },
    ...(change.replyTo !== undefined && { replyTo: change.replyTo }),
    ...(details && { details }),
  };
  return arrived(state, session.id, message, context);
}

/** A message of the server comes behind the others. */
function arrived(
  state: ChatState,
  sessionId: string,
  message: ChatMessage,
  { limits }: ReducerContext,
): ChatState {
  return changeSession(state, sessionId, (session) => ({
    ...addMessage(session, message, limits),
    unread: sessionId === state.currentSessionId ? 0 : session.unread + 1,
  }));
}

function grown(before: ChatState, change: Change<'delta'>, context: ReducerContext): ChatState {
  const { streamId, index, text } = change;
  const whole = index === undefined || streamId === undefined ? undefined : context.streams.textOf(streamId);
  const known = sessionWithMessage(before, streamId);
  const located = known ? { state: before, session: known } : locate(before, change, context);
  const { state, session } = located;
  const answer = streamId === undefined ? continued(session, context) : messageById(session, streamId);
  if (!answer) {
    const answered = { id: streamId ?? uuid(), text: whole ?? text, status: 'streaming' as const };
    return begun(state, session, { ...answered, replyTo: change.replyTo }, context);
  }
  // Told once more, after its end.
  if (answer.status === 'done' && !context.guessed.delete(answer.id)) return state;
  return changeSession(state, session.id, (each) =>
    changeMessage(each, answer.id, (message) => {
      const next = whole === undefined ? message.text + text : longer(message.text, whole);
      if (next === message.text && message.status === 'streaming') return message;
      return { ...withoutError(message), text: next, status: 'streaming' };
    }),
  );
}

/** What a piece without a stream's id continues. */
function continued(session: ChatSession, { guessed }: ReducerContext): ChatMessage | undefined {
  const last = session.messages.at(-1);
  return growingIn(session) ?? (last && guessed.has(last.id) ? last : undefined);
}

/** While a stream is told anew, what is there already is not taken back. */
function longer(shown: string, whole: string): string {
  return shown.startsWith(whole) ? shown : whole;
}

/** A new answer. What another one to the same question left unfinished is of no use any more, and gives its place. */
function begun(
  state: ChatState,
  session: ChatSession,
  answer: Pick<ChatMessage, 'id' | 'text' | 'status'> & Partial<ChatMessage>,
  context: ReducerContext,
): ChatState {
  const replyTo = answer.replyTo ?? expectedIn(session)?.id;
  const { replyTo: _, ...rest } = answer;
  const message: ChatMessage = {
    ...{ role: 'assistant', timestamp: now(), ...rest },
    ...(replyTo !== undefined && { replyTo }),
  };
  const isLeft = (each: ChatMessage) =>
    replyTo !== undefined &&
    each.replyTo === replyTo &&
    each.role === 'assistant' &&
    each.workflowId === undefined &&
    (each.status === 'streaming' || each.status === 'failed');
  const left = lastOf(session.messages, isLeft);
  if (!left) return arrived(state, session.id, message, context);
  context.streams.end(left.id);
  return changeSession(state, session.id, (each) => ({
    ...each,
    messages: each.messages
      .filter((other) => other === left || !isLeft(other))
      .map((other) => (other === left ? message : other)),
  }));
}

function answered(before: ChatState, change: Change<'answer'>, context: ReducerContext): ChatState {
  const { streamId, text, details, timestamp } = change;
  if (streamId !== undefined) context.streams.end(streamId);
  const known = sessionWithMessage(before, streamId);
  const { state, session } = known ? { state: before, session: known } : locate(before, change, context);
  const answer =
    messageById(session, streamId) ?? (streamId === undefined ? growingFor(session, change) : undefined);
  if (answer && change.isGuess) {
    if (context.guessed.size >= MOST_GUESSED) context.guessed.clear();
    context.guessed.add(answer.id);
  }
  if (answer?.status === 'done' || (!answer && isTold(session, change))) return state;
  const replyTo = change.replyTo ?? answer?.replyTo ?? expectedIn(session)?.id;
  const closed = (message: ChatMessage): ChatMessage =>
    withDetails(
      { ...withEndedCalls(withoutError(message), 'done'), text: text ?? message.text, status: 'done' },
      details,
    );
  let after = state;
  if (answer) after = changeSession(state, session.id, (each) => changeMessage(each, answer.id, closed));
  else if (text !== undefined)
    after = begun(
      state,
      session,
      {
        ...{ id: streamId ?? uuid(), text, status: 'done', replyTo },
        ...(timestamp !== undefined && { timestamp }),
        ...(details && { details }),
      },
      context,
    );
  return changeSession(after, session.id, (each) =>
    replyTo === undefined ? each : withAnswered(each, replyTo),
  );
}

/** The answer under way that a whole text without a stream's id ends. */
function growingFor(session: ChatSession, { replyTo }: ChatTarget): ChatMessage | undefined {
  if (replyTo === undefined) return growingIn(session);
  return lastOf(session.messages, (each) => isGrowing(each) && each.replyTo === replyTo);
}

/** The same answer to the same message is here. */
function isTold({ messages }: ChatSession, { replyTo, text }: Change<'answer'>): boolean {
  return (
    replyTo !== undefined &&
    messages.some((each) => each.replyTo === replyTo && each.status === 'done' && each.text === text)
  );
}

/** The question to an answer waits no more, also where the answer is half of one. */
export function withAnswered(session: ChatSession, id: string): ChatSession {
  return changeMessage(session, id, (message) =>
    message.role !== 'user' || message.status === 'answered'
      ? message
      : { ...withoutError(message), status: 'answered' },
  );
}

function failed(before: ChatState, change: Change<'failure'>, context: ReducerContext): ChatState {
  const { streamId, replyTo, sessionId, text } = change;
  if (streamId === undefined && replyTo === undefined && sessionId === undefined) return before;
  if (streamId !== undefined) context.streams.end(streamId);
  const session =
    sessionWithMessage(before, streamId) ??
    sessionWithMessage(before, replyTo) ??
    sessionById(before, sessionId);
  if (!session) return before;
  const answer =
    messageById(session, streamId) ?? (change.isRefusal ? undefined : growingFor(session, change));
  const waiting = unansweredIn(session);
  const question = messageById(session, replyTo) ?? (change.isRefusal ? waiting.at(-1) : waiting[0]);
  const broken = answer ?? question;
  if (!broken || broken.status === 'done' || broken.status === 'answered') return before;
  return changeSession(before, session.id, (each) => {
    const after = changeMessage(each, broken.id, (message) => failedMessage(message, text));
    return answer?.replyTo === undefined ? after : withAnswered(after, answer.replyTo);
  });
}

/** A message that came to nothing, and what can be done about it. */
export function failedMessage(message: ChatMessage, error: string): ChatMessage {
  return { ...withEndedCalls(message, 'failed'), status: 'failed', error };
}

export function withoutError(message: ChatMessage): ChatMessage {
  if (message.error === undefined) return message;
  const { error: _, ...rest } = message;
  return rest;
}

function withDetails(message: ChatMessage, details: ChatMessage['details']): ChatMessage {
  return details ? { ...message, details: { ...message.details, ...details } } : message;
}

function typed(before: ChatState, change: Change<'typing'>, context: ReducerContext): ChatState {
  const { sessionId, isTyping } = change;
  // Nobody needs a session only to type no more in it.
  const isKnown = sessionId === undefined ? before.sessions.length > 0 : sessionById(before, sessionId);
  if (!isTyping && !isKnown) return before;
  return inSession(before, change, context, (session) =>
    session.isTyping === isTyping ? session : { ...session, isTyping },
  );
}

function toolUsed(before: ChatState, change: Change<'tool'>, context: ReducerContext): ChatState {
  const { call } = change;
  const { state, session } = locate(before, change, context);
  const known = messageOfCall(session, call);
  if (known) {
    return changeSession(state, session.id, (each) =>
      changeMessage(each, known.id, (message) => afterCall(message, call)),
    );
  }
  const id = call.id ?? uuid();
  const message: ChatMessage = {
    ...{
      id,
      role: 'tool',
      text: '',
      timestamp: now(),
      status: call.status === 'running' ? 'streaming' : call.status,
    },
    toolCalls: [{ ...call, id }],
  };
  return arrived(state, session.id, message, context);
}

function workflowChanged(before: ChatState, change: Change<'workflow'>, context: ReducerContext): ChatState {
  const { id, event } = change;
  const known = id === undefined ? undefined : sessionWithWorkflow(before, id);
  if (known && id !== undefined) return workflowTold(before, known.id, id, event);
  if (event.type !== 'started') {
    const unnamed = unnamedWorkflow(before, id === undefined && event.type === 'thought');
    if (unnamed && id !== undefined) {
      const state = renameWorkflow(before, unnamed.session.id, unnamed.id, id);
      return workflowTold(state, unnamed.session.id, id, event);
    }
    if (unnamed) return workflowTold(before, unnamed.session.id, unnamed.id, event);
    if (id === undefined) return before;
  }
  const { state, session } = locate(before, change, context);
  const workflowId = id ?? UNNAMED + uuid();
  return workflowTold(
    workflowBegun(state, session, workflowId, change, context),
    session.id,
    workflowId,
    event,
  );
}

/** How the id of a workflow begins that the server has not named. */
const UNNAMED = 'workflow:';

/** The newest workflow that runs and has no name yet; or one with a name as well. */
function unnamedWorkflow(
  { sessions }: ChatState,
  mayHaveName: boolean,
): { session: ChatSession; id: string } | undefined {
  const isMeant = (each: Workflow) => isRunning(each) && (mayHaveName || each.id.startsWith(UNNAMED));
  const session = lastOf(sessions, ({ workflows }) => workflows.some(isMeant));
  const workflow = session && lastOf(session.workflows, isMeant);
  return workflow && { session, id: workflow.id };
}

function renameWorkflow(state: ChatState, sessionId: string, from: string, to: string): ChatState {
  return changeSession(state, sessionId, (session) =>
    changeMessage(
      changeWorkflow(session, from, (workflow) => ({ ...workflow, id: to })),
      from,
      (message) => ({ ...message, id: to, workflowId: to }),
    ),
  );
}

function workflowBegun(
  state: ChatState,
  session: ChatSession,
  id: string,
  { event, ...change }: Change<'workflow'>,
  context: ReducerContext,
): ChatState {
  const goal = event.type === 'started' ? event.goal : '';
  const replyTo = change.replyTo ?? expectedIn(session)?.id;
  const message: ChatMessage = {
    ...{ id, role: 'assistant', text: goal, timestamp: now(), status: 'streaming', workflowId: id },
    ...(replyTo !== undefined && { replyTo }),
  };
  return changeSession(arrived(state, session.id, message, context), session.id, (each) => {
    const begun = { ...each, workflows: [...each.workflows, newWorkflow(id, goal)] };
    return replyTo === undefined ? begun : withAnswered(begun, replyTo);
  });
}

/** The message that stands for a workflow goes with it. */
function workflowTold(
  state: ChatState,
  sessionId: string,
  id: string,
  event: Change<'workflow'>['event'],
): ChatState {
  return changeSession(state, sessionId, (session) => {
    const after = changeWorkflow(session, id, (workflow) => afterEvent(workflow, event));
    const told = after === session ? undefined : after.workflows.find((workflow) => workflow.id === id);
    return told ? changeMessage(after, id, (message) => likeWorkflow(message, told)) : after;
  });
}

function likeWorkflow(message: ChatMessage, { status, summary }: Workflow): ChatMessage {
  if (status === 'running')
    return message.status === 'streaming' ? message : { ...withoutError(message), status: 'streaming' };
  return status === 'completed' ? { ...message, status: 'done' } : failedMessage(message, summary);
}

function now(): string {
  return new Date().toISOString();
}
