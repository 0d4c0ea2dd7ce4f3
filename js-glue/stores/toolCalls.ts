import type { ToolUse } from './chatChange.ts';
import type { ChatMessage, ChatSession, ToolCall } from './chatState.ts';
import { lastOf } from './sessions.ts';

/** The calls with these among them: what is told again takes the place of what is there. */
export function withCalls(known: readonly ToolCall[] = [], calls: readonly ToolCall[]): readonly ToolCall[] {
  return calls.reduce<readonly ToolCall[]>((all, call) => {
    const isKnown = all.some(({ id }) => id === call.id);
    return isKnown ? all.map((each) => (each.id === call.id ? { ...each, ...call } : each)) : [...all, call];
  }, known);
}

/** Calls that nobody will end any more. */
export function withEndedCalls(message: ChatMessage, status: 'done' | 'failed'): ChatMessage {
  if (!message.toolCalls?.some((call) => call.status === 'running')) return message;
  const toolCalls = message.toolCalls.map((call) => (call.status === 'running' ? { ...call, status } : call));
  return { ...message, toolCalls };
}

/**
 * The message of a tool that this is about: by the call's id; else the newest one that runs, of its name before others; else
 * one since the user's last message that says the same already.
 */
export function messageOfCall({ messages }: ChatSession, call: ToolUse): ChatMessage | undefined {
  const find = (matches: (each: ToolCall) => boolean, among = messages) =>
    lastOf(among, ({ role, toolCalls }) => role === 'tool' && toolCalls?.some(matches) === true);
  if (call.id !== undefined) return find(({ id }) => id === call.id);
  const asked = lastOf(messages, ({ role }) => role === 'user');
  const recent = asked ? messages.slice(messages.indexOf(asked)) : messages;
  if (call.status === 'running') {
    const wanted = JSON.stringify(call.arguments);
    return find((each) => each.name === call.name && JSON.stringify(each.arguments) === wanted, recent);
  }
  return (
    find((each) => each.status === 'running' && each.name === call.name) ??
    find((each) => each.status === 'running') ??
    find((each) => each.result === call.result, recent)
  );
}

/** The message of a tool after this. What is told again changes nothing. */
export function afterCall(message: ChatMessage, call: ToolUse): ChatMessage {
  const [known] = message.toolCalls ?? [];
  if (!known || call.status === 'running') return message;
  const result = call.result ?? known.result;
  const isSame = known.status === call.status && known.result === result;
  if (isSame || (known.status !== 'running' && call.id === undefined)) return message;
  const ended = { ...known, status: call.status, ...(result !== undefined && { result }) };
  return { ...message, status: call.status, toolCalls: [ended] };
}
