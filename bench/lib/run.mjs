import { mkdirSync, readFileSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { workloads } from '../workloads/index.mjs';
import { commit, load, machine, versions, chromiumVersion } from './machine.mjs';

/** All cases of a workload, each in a process of its own so that no one's compiled code profits from another's. */
export async function runWorkload(name, { quick }) {
  const { default: workload } = await workloads[name]();
  const folder = at('build/bench');
  mkdirSync(folder, { recursive: true });
  const started = performance.now();
  const before = load();
  const measured = commit();
  const groups = [];
  for (const number of workload.cases.keys()) {
    const file = `${folder}/${name}-${number}.json`;
    const child = at('bench/lib/child.mjs');
    await run(
      process.execPath,
      ['--expose-gc', child, name, String(number), file, quick ? 'quick' : 'full'],
      {
        timeout: 600_000,
      },
    );
    groups.push(...JSON.parse(readFileSync(file, 'utf8')));
  }
  const { title, about, leftOut = {} } = workload;
  return {
    name,
    title,
    about,
    leftOut,
    groups,
    date: new Date().toISOString(),
    seconds: Math.round((performance.now() - started) / 1000),
    load: [before, load()],
    commit: measured,
    machine: machine(),
    versions: versions(chromiumVersion()),
  };
}
