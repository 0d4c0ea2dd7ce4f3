import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { run } from '../lib/run.mjs';
import { discard } from '../lib/stamp.mjs';

// Debian 13 is a stable release: its versions (Emscripten 3.1.69, nlohmann/json 3.11, Catch2 3.7) stay put.
const suite = 'trixie';
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** A private apt beside the system's: other lists, an empty status file, nothing installed, no root needed. */
export async function openDebian(folder) {
  const source = await mirror();
  discard(folder);
  for (const part of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'status'), '');
  const list = ['deb', 'deb-src'].map((kind) => `${kind} [signed-by=${keyring}] ${source} ${suite} main\n`);
  writeFileSync(join(folder, 'sources.list'), list.join(''));

  const { output: user } = await run('id', ['-un']);
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': user.trim(),
    'Acquire::Retries': '3',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const remedy =
    'Check that the Debian mirror in your apt sources can be reached, then run the command again.';
  const apt = (args, cwd) => run('apt-get', ['-qq', ...options, ...args], { cwd, remedy });
  await apt(['update']);

  return {
    /** Downloads packages with everything they depend on; returns the .deb files. */
    async packages(names) {
      await apt(['--download-only', '-y', 'install', ...names]);
      const archives = join(folder, 'cache/archives');
      return readdirSync(archives)
        .filter((name) => name.endsWith('.deb'))
        .map((name) => join(archives, name));
    },
    /** Unpacks a package's upstream source into `target`. */
    async source(name, target) {
      const cwd = join(folder, name);
      for (const path of [cwd, target]) mkdirSync(path, { recursive: true });
      await apt(['--download-only', 'source', name], cwd);
      const archive = readdirSync(cwd).find((file) => file.includes('.orig.tar.'));
      await run('tar', ['-xf', join(cwd, archive), '-C', target, '--strip-components=1']);
    },
    close: () => discard(folder),
  };
}

async function mirror() {
  if (process.env.CHATWIRE_DEBIAN_MIRROR) return process.env.CHATWIRE_DEBIAN_MIRROR;
  const remedy =
    'Put emcc 3.1.69 or later on PATH (emsdk) and set CHATWIRE_NLOHMANN and CHATWIRE_CATCH2; on Ubuntu, ' +
    'install debian-archive-keyring and set CHATWIRE_DEBIAN_MIRROR to the address of a Debian mirror.';
  if (!existsSync('/usr/bin/apt-get') || !existsSync(keyring)) {
    throw new Failure('this machine is not Debian, whose packages bring the tools', remedy);
  }
  const { output } = await run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
  ]);
  const found = output.split('\n').find((line) => /\/debian\/?$/.test(line));
  if (!found) throw new Failure("no Debian mirror in this machine's apt sources", remedy);
  return found;
}
