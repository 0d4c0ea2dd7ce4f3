import type { Unsubscribe } from '../client/emitter.ts';
import type { MessageLike, MessageSource } from '../tools/messageLike.ts';
import type { TerminalBuffer } from './terminalBuffer.ts';
import { terminalKinds } from './terminalLine.ts';

/** Where the messages, and the news of a connection, come from: a `ChatClient`, or what stands for one. */
export interface TerminalSource extends MessageSource<MessageLike> {
  /** Hears of changes of the connection. */
  onChange(listener: () => void): Unsubscribe;
  /** `state` is a client's, or that of the `dashboard` system. */
  getSnapshot(): { readonly state: string; readonly error?: Error | null };
}

/** Writes what a message says. Its payload is as the server sent it: nothing about it is sure. */
export type TerminalWriter = (payload: unknown, buffer: TerminalBuffer) => void;

/** What a terminal says of the connection. */
export interface TerminalTexts {
  connected: string;
  lost: string;
  disconnected: string;
  /** The client has given up, as a rule for a reason. */
  failed: (error: Error | null | undefined) => string;
}

/** What is written of which message, and in which words. */
export interface BindTerminalOptions {
  /** What is written of which message type. Default: {@link terminalWriters}, which may be spread into others. */
  messages?: Readonly<Record<string, TerminalWriter>> | undefined;
  /** Other words. Default: English ones. */
  texts?: Partial<TerminalTexts> | undefined;
}

/** Those of the systems `dashboard` (S2.42 to S2.44) and `autobot` (S4.18, S4.19). */
export const terminalWriters = {
  /** A piece of the output, of the kind that the message names. */
  terminal_output(payload, buffer) {
    const { output, type } = fields(payload);
    if (typeof output !== 'string') return unreadable('terminal_output', buffer);
    buffer.write(output, terminalKinds.find((kind) => kind === type) ?? 'output');
  },
  /** A line about a task. */
  task_status(payload, buffer) {
    const { taskId, status } = fields(payload);
    if (!isText(taskId) || !isText(status)) return unreadable('task_status', buffer);
    buffer.addLine(`Task ${taskId}: ${status}`, 'status');
  },
  /** The welcome of `dashboard`. */
  connected(payload, buffer) {
    const { message, client_count: count } = fields(payload);
    const clients = typeof count === 'number' ? ` (${count} ${count === 1 ? 'client' : 'clients'})` : '';
    if (isText(message)) buffer.addLine(message + clients, 'connection');
  },
  /** The welcome of `autobot`. */
  connection_established(payload, buffer) {
    const { message } = fields(payload);
    if (isText(message)) buffer.addLine(message, 'connection');
  },
  /** A command begins. */
  command_execution_start(payload, buffer) {
    const { command } = fields(payload);
    if (!isText(command)) return unreadable('command_execution_start', buffer);
    buffer.addLine(`$ ${command}`, 'info');
  },
  /** A command has ended, with what it wrote. */
  command_execution_end(payload, buffer) {
    const { output, error, exit_code: code } = fields(payload);
    if (isText(output)) buffer.addLine(output, 'output');
    if (isText(error)) buffer.addLine(error, 'error');
    if (typeof code === 'number') buffer.addLine(`exit code ${code}`, code === 0 ? 'status' : 'error');
  },
} satisfies Record<string, TerminalWriter>;

const englishTexts: TerminalTexts = {
  connected: 'Connected',
  lost: 'Connection lost',
  disconnected: 'Disconnected',
  failed: (error) => `Connection failed${error ? `: ${error.message}` : ''}`,
};

/** What a state is told as. Those that are missing here are on the way to one of these. */
const news: Readonly<Record<string, keyof TerminalTexts>> = {
  connected: 'connected',
  reconnecting: 'lost',
  closed: 'disconnected',
  disconnected: 'disconnected',
  failed: 'failed',
  error: 'failed',
};

/**
 * Writes what a client receives into a buffer, with a line for each time that the connection comes and goes. Streams break off with
 * it. What came before is not there.
 *
 * @returns What ends that. The buffer keeps its lines.
 */
export function bindTerminal(
  source: TerminalSource,
  buffer: TerminalBuffer,
  options: BindTerminalOptions = {},
): Unsubscribe {
  const { messages = terminalWriters } = options;
  const texts = { ...englishTexts, ...options.texts };
  const stops = Object.entries(messages).map(([type, write]) =>
    source.subscribe(type, ({ payload }) => write(payload, buffer)),
  );

  let told = news[source.getSnapshot().state] ?? 'disconnected';
  const tell = () => {
    const now = news[source.getSnapshot().state] ?? told;
    // Of a first dial that fails there is nothing lost.
    if (now === told || (now === 'lost' && told === 'disconnected')) return;
    told = now;
    if (now !== 'connected') buffer.endStreams();
    if (now !== 'failed') return buffer.addLine(texts[now], 'connection');
    // What failed is told behind the state, in the same task.
    queueMicrotask(() => buffer.addLine(texts.failed(source.getSnapshot().error), 'error'));
  };
  stops.push(source.onChange(tell));

  return () => {
    for (const stop of stops) stop();
  };
}

function fields(payload: unknown): Record<string, unknown> {
  return Object(payload) as Record<string, unknown>;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Not in silence, and without contents. */
function unreadable(type: string, buffer: TerminalBuffer): void {
  buffer.addLine(`A message ${type} that cannot be shown`, 'error');
}
