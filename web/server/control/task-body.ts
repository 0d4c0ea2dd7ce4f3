import type { Task, TaskOutput } from '../dashboard/task.js';
import { isId, isObject } from '../frames.js';
import { BadRequest } from './bad-request.js';

const MAX_OUTPUTS = 1_000;
const MAX_PAUSE_MS = 10_000;

/**
 * The task that the body of a request describes; undefined: it is empty.
 *
 * @throws BadRequest when it describes none
 */
export function taskIn(body: Readonly<Record<string, unknown>>): Task | undefined {
  if (Object.keys(body).length === 0) return undefined;
  const { taskId, command, output = [], fails = false } = body;
  if (taskId !== undefined && !isId(taskId)) throw new BadRequest('taskId must be a short text.');
  if (command !== undefined && !isId(command)) throw new BadRequest('command must be a short text.');
  if (typeof fails !== 'boolean') throw new BadRequest('fails must be true or false.');
  if (!Array.isArray(output) || output.length > MAX_OUTPUTS || !output.every(isOutput)) {
    throw new BadRequest(
      `output must be a list of at most ${MAX_OUTPUTS} {text, after}, after from 0 to ${MAX_PAUSE_MS}.`,
    );
  }
  return {
    ...(taskId !== undefined && { taskId }),
    ...(command !== undefined && { command }),
    output,
    fails,
  };
}

function isOutput(value: unknown): value is TaskOutput {
  if (!isObject(value) || typeof value['text'] !== 'string') return false;
  const after = value['after'] ?? 0;
  return typeof after === 'number' && after >= 0 && after <= MAX_PAUSE_MS;
}
