import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The reference server in a process of its own: a test that has a DOM has other classes than Node's server needs. */
export interface ServerProcess {
  /** Such as `ws://127.0.0.1:8080`: the base of the systems' paths. */
  readonly wsUrl: string;
  stop(): Promise<void>;
}

/** The server as one file, in a folder of the caller's. */
export async function bundleServer(folder: string): Promise<string> {
  const outfile = join(folder, 'main.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../web/server/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}

/** Resolves when it listens, on a port of its own. */
export async function startServerProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'chatwire-server-'));
  const script = await bundleServer(folder);
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  const address = /http(:\/\/[^/\s]+)/.exec(String(line))?.[1];
  if (!address) throw new Error(`The server did not start: ${String(line)}`);
  return {
    wsUrl: `ws${address}`,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
