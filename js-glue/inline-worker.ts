/**
 * The script of the Worker as a text, for pages that cannot serve it as a file.
 *
 * @module chatwire/inline-worker
 */
import type { WorkerLike } from 'chatwire';
import { workerScript } from './generated/workerScript.ts';

let url: string | undefined;

/**
 * Makes Chatwire's Worker without a file of its own, where neither the bundler nor the server has one: `thread: { type: 'worker', create:
 * createInlineWorker }`. A content security policy needs `worker-src blob:` for it. Not for `shared`: other tabs would not find it.
 */
export function createInlineWorker(): WorkerLike {
  url ??= URL.createObjectURL(new Blob([workerScript], { type: 'text/javascript' }));
  return new Worker(url, { type: 'module' });
}
