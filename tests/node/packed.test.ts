import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newerNodePath } from '../../scripts/setup/newerNode.mjs';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { PackedPackage } from '../support/packedPackage.ts';

/** Asks a question, prints the answer, and ends by itself: nothing may keep the process alive. */
const conversation = `
  const client = createChatClient({ url: process.env.SERVER, profile: 'autobot' });
  client.subscribe('llm_response', ({ payload }) => {
    console.log(payload.response);
    client.disconnect();
  });
  client.on('error', (error) => console.log(error.message));
  client.connect().catch(() => client.destroy());
  client.send('user_message', { message: 'What is 6 * 7?' });
`;
const esm = `import { createChatClient } from 'chatwire';${conversation}`;
const cjs = `const { createChatClient } = require('chatwire');${conversation}`;

let server: ReferenceServer;
let bare: PackedPackage;

beforeAll(async () => {
  server = await startServer({ chunkDelay: 0 });
  bare = new PackedPackage();
  bare.write('talk.mjs', esm);
  bare.write('talk.cjs', cjs);
});

afterAll(async () => {
  bare.remove();
  await server.close();
});

const runIn = (folder: PackedPackage, node: string, script: string) =>
  folder.run(node, script, { SERVER: server.wsUrl });

/** Every file that the export map names, by what is imported: `chatwire/react` has four, and `chatwire` others by condition. */
const exported = () => {
  const { exports } = JSON.parse(bare.text('package.json')) as { exports: Record<string, unknown> };
  return Object.entries(exports).map(([path, target]) => ({
    name: path.replace(/^\./, 'chatwire'),
    files: [...JSON.stringify(target).matchAll(/"\.\/([^"]+)"/g)].map(([, file = '']) => file),
  }));
};

const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD_PARTY_NOTICES.md'];

it('S17 holds what the export map names, its types and maps, the licences, and nothing else', () => {
  const named = exported().flatMap(({ files }) => files);
  expect(named.length).toBeGreaterThan(20);
  expect(bare.files).toEqual(expect.arrayContaining([...documents, ...named]));
  const known = new Set([...documents, ...named, 'package.json', 'dist/sbom.cdx.json']);
  const others = bare.files.filter((path) => !known.has(path));
  const isMap = (path: string) => path.endsWith('.js.map') && known.has(path.slice(0, -'.map'.length));
  expect(others.filter((path) => !isMap(path) && !hasSource(path))).toEqual([]);
});

/** Whether it is the declaration of a file in js-glue. */
function hasSource(path: string): boolean {
  const [, name] = /^dist\/(.+)\.d\.[cm]?ts$/.exec(path) ?? [];
  return name !== undefined && ['.ts', '.tsx', '.d.mts'].some((end) => existsSync(`js-glue/${name}${end}`));
}

it('S17 has maps that hold their sources, as they are', () => {
  const maps = bare.files.filter((path) => path.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(20);
  for (const path of maps) {
    const map = JSON.parse(bare.text(path)) as { sources: string[]; sourcesContent: string[] };
    expect(map.sources.length, path).toBeGreaterThan(0);
    expect(map.sourcesContent.length, path).toBe(map.sources.length);
    for (const [index, source] of map.sources.entries()) {
      const file = join(dirname(path), source);
      expect(file, path).toMatch(/^js-glue\//);
      expect(map.sourcesContent[index] === readFileSync(file, 'utf8'), `${path}: ${file}`).toBe(true);
    }
  }
});

it('S17 has no path of the machine that built it, in the module neither', () => {
  const machine = new RegExp(`${process.cwd()}|/(home|root|Users|usr|tmp|var|opt)/\\w`);
  for (const path of bare.files.filter((each) => each.startsWith('dist/')))
    expect(machine.exec(bare.text(path, 'latin1'))?.[0], path).toBeUndefined();
});

it('S17 has a bill of materials of what it is made of, as the notices name it', () => {
  const bill = JSON.parse(bare.text('dist/sbom.cdx.json')) as Bill;
  const manifest = JSON.parse(bare.text('package.json')) as { version: string };
  expect(bill.metadata.component).toMatchObject({ name: 'chatwire', version: manifest.version });
  const [module, ...libraries] = bill.components;
  const wasm = createHash('sha256').update(bare.text('dist/core.wasm', 'latin1'), 'latin1');
  expect(module).toMatchObject({ name: 'dist/core.wasm', hashes: [{ content: wasm.digest('hex') }] });
  expect(libraries.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Emscripten', 'musl', 'libc++', 'compiler-rt']),
  );
  const [table = ''] = bare.text('THIRD_PARTY_NOTICES.md').split('\n## ');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  for (const { name, licenses } of libraries) {
    const row = rows.find((line) => line.split('|')[1]?.includes(name));
    const [licence] = licenses.map((each) => each.expression ?? each.license?.id ?? '');
    expect(row, name).toContain(
      licence?.startsWith('Apache-2.0') ? 'Apache 2.0 with LLVM exceptions' : `| ${licence}`,
    );
  }
  // And the other way round: nothing is noticed that is not in the bill.
  const noticed = rows.slice(1).filter((line) => !line.startsWith('| ---'));
  for (const row of noticed)
    expect(
      libraries.some(({ name }) => row.includes(name)),
      row,
    ).toBe(true);
});

interface Bill {
  metadata: { component: { name: string; version: string } };
  components: {
    name: string;
    hashes?: { content: string }[];
    licenses: { expression?: string; license?: { id: string } }[];
  }[];
}

it('S1.79 marks what has hooks of React as client code, and nothing else', () => {
  for (const { files } of exported()) {
    for (const file of files.filter((path) => /\.c?js$/.test(path))) {
      const text = bare.text(file);
      const hasHooks = /(from |require\()"(react|chatwire\/(react|autobot|chat|dashboard|nexus|wazuh))"/.test(
        text,
      );
      expect(/^(['"]use strict['"];\s*)?['"]use client['"];/.test(text), file).toBe(hasHooks);
    }
  }
});

it('W74 S2.10 imports without a framework, in both ways, and does nothing yet', async () => {
  const needsNone = exported()
    .filter(({ files }) => files.length >= 4)
    .filter(({ files }) =>
      files.every(
        (file) =>
          !/["'](react|vue|zustand\/vanilla|chatwire\/(react|vue|stores|autobot|chat|dashboard|nexus|wazuh))["']/.test(
            bare.text(file),
          ),
      ),
    )
    .map(({ name }) => name);
  expect(needsNone).toEqual(
    expect.arrayContaining([
      'chatwire',
      'chatwire/autobot/client',
      'chatwire/chat/client',
      'chatwire/dashboard/client',
      'chatwire/nexus/client',
      'chatwire/wazuh/client',
    ]),
  );
  const ask = 'console.log(Object.keys(globalThis).join() === before && count > 0);';
  const names = JSON.stringify(needsNone);
  bare.write(
    'every.mjs',
    `const before = Object.keys(globalThis).join(); let count = 0;
     for (const name of ${names}) count += Object.keys(await import(name)).length; ${ask}`,
  );
  bare.write(
    'every.cjs',
    `const before = Object.keys(globalThis).join(); let count = 0;
     for (const name of ${names}) count += Object.keys(require(name)).length; ${ask}`,
  );
  expect((await runIn(bare, process.execPath, 'every.mjs')).trim()).toBe('true');
  expect((await runIn(bare, process.execPath, 'every.cjs')).trim()).toBe('true');
});

it('S17 depends on nothing at run time, and runs nothing when it is installed', () => {
  const manifest = JSON.parse(bare.text('package.json')) as Record<string, object | undefined>;
  expect(manifest['dependencies']).toBeUndefined();
  expect(Object.keys(manifest['scripts'] ?? {}).filter((name) => name.includes('install'))).toEqual([]);
});

it('W79 names no server but this machine', () => {
  const bundles = bare.files.filter((path) => /\.c?js$/.test(path));
  expect(bundles.length).toBeGreaterThanOrEqual(6);
  for (const path of bundles)
    expect(bare.text(path)).not.toMatch(/wss?:\/\/(?!localhost\b)\w|\b\d+\.\d+\.\d+\.\d+\b/);
});

it('talks from an ES module and from CommonJS under a Node with a WebSocket of its own, without ws', async () => {
  expect(await runIn(bare, newerNodePath(), 'talk.mjs')).toContain('42');
  expect(await runIn(bare, newerNodePath(), 'talk.cjs')).toContain('42');
});

it('S1.69 S1.72 S1.74 gives one instance of a ChatWebSocket, whichever entry asks for it', async () => {
  const withReact = new PackedPackage();
  withReact.add('react');
  withReact.write(
    'both.mjs',
    `import { getWebSocket, destroyWebSocket, ChatWebSocket, ChatWebSocketEmitter } from 'chatwire/chat';
     import { getWebSocket as other } from 'chatwire/chat/client';
     console.log(getWebSocket() === other(), new ChatWebSocketEmitter() instanceof ChatWebSocket);
     destroyWebSocket();`,
  );
  expect(await runIn(withReact, process.execPath, 'both.mjs')).toBe('true true\n');
  withReact.remove();
});

it('talks from an ES module and from CommonJS with ws beside it', async () => {
  const withWs = new PackedPackage();
  withWs.add('ws');
  withWs.write('talk.mjs', esm);
  withWs.write('talk.cjs', cjs);
  expect(await runIn(withWs, process.execPath, 'talk.mjs')).toContain('42');
  expect(await runIn(withWs, process.execPath, 'talk.cjs')).toContain('42');
  withWs.remove();
});

it('C42 G15 S3.1 talks without WebAssembly where a condition says that there is none, or the import does', async () => {
  const withWs = new PackedPackage();
  withWs.add('ws');
  const without = (name: string, use: string) =>
    `delete globalThis.WebAssembly;\n${use.replace('NAME', name)}${conversation}`;
  for (const name of ['chatwire', 'chatwire/plain']) {
    const file = name.replace('/', '-');
    withWs.write(`${file}.mjs`, without(name, "const { createChatClient } = await import('NAME');"));
    withWs.write(`${file}.cjs`, without(name, "const { createChatClient } = require('NAME');"));
  }
  for (const kind of ['mjs', 'cjs']) {
    expect(await runIn(withWs, process.execPath, `chatwire-plain.${kind}`)).toContain('42');
    const refused = await runIn(withWs, process.execPath, `chatwire.${kind}`);
    expect(refused).toMatch(/^WASM_UNAVAILABLE: .*chatwire\/plain/);
  }
  for (const condition of ['react-native', 'edge-light', 'workerd']) {
    const env = { SERVER: server.wsUrl, NODE_OPTIONS: `--conditions=${condition}` };
    expect(await withWs.run(process.execPath, 'chatwire.mjs', env)).toContain('42');
    expect(await withWs.run(process.execPath, 'chatwire.cjs', env)).toContain('42');
  }
  withWs.remove();
});

it.runIf(typeof WebSocket === 'undefined')('says what to install where there is neither', async () => {
  const output = await runIn(bare, process.execPath, 'talk.mjs');
  expect(output).toContain('NO_WEBSOCKET');
  expect(output).toContain('npm install ws');
});
