import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder outside of the repository with the package as `npm pack` makes it, and nothing else but what is asked for. */
export class PackedPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'chatwire-packed-'));
  /** The files in the tarball. */
  readonly files: string[];

  constructor() {
    const output = execFileSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder],
      {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
    this.files = packed.files.map(({ path }) => path);
    const target = join(this.folder, 'node_modules/chatwire');
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(this.folder, packed.filename), '--strip-components=1', '-C', target]);
    writeFileSync(join(this.folder, 'package.json'), '{ "name": "consumer", "private": true }');
  }

  /** The text of one of its files; of bytes, as 'latin1'. */
  text(path: string, encoding: BufferEncoding = 'utf8'): string {
    return readFileSync(join(this.folder, 'node_modules/chatwire', path), encoding);
  }

  /** Puts an installed package beside it. */
  add(name: string): void {
    cpSync(join(root, 'node_modules', name), join(this.folder, 'node_modules', name), { recursive: true });
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Runs a script there, and gives back what it prints. Rejects if it fails or hangs. */
  async run(node: string, script: string, env: Record<string, string>): Promise<string> {
    const { stdout } = await promisify(execFile)(node, [script], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], ...env },
      timeout: 15_000,
    });
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
