import { isType, problem, quote, type Checked, type Fields } from '../frames.js';

/** What a client may send: nothing but `ping` (S2.58). */
export interface ClientMessage {
  readonly type: 'ping';
}

/** Data by type of everything the server sends: `{type, data}`. */
export interface ServerData {
  connected: { message: string; client_count: number };
  pong: Record<string, never>;
  terminal_output: { output: string; type: 'output' | 'error' | 'info' };
  task_status: { taskId: string; status: 'queued' | 'running' | 'done' | 'failed' };
  notification: { title: string; message: string; priority: 'normal' | 'high' };
  activity_log: { level: 'info' | 'error'; message: string; metadata: { taskId: string } };
}

/** The text of one message of the server. */
export function frame<Type extends keyof ServerData>(type: Type, data: ServerData[Type]): string {
  return JSON.stringify({ type, data });
}

/** Turns a frame's fields into a checked message. */
export function checkMessage({ type }: Fields): Checked<ClientMessage> {
  if (!isType(type)) return problem('missing_type', 'The message needs a "type": a non-empty string.');
  if (type !== 'ping') {
    return problem('unknown_type', `${quote(type)} is not a type this server knows: only "ping".`);
  }
  return { message: { type } };
}
