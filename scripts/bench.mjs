// npm run bench [-- --quick] [-- --only receive,...]: measures Chatwire and its peers, and writes bench/results.json,
// bench/RESULTS.md, bench/plots/ and the tables of README.md and docs/PERFORMANCE.md. Not a test: machines are noisy. A quick run only prints.
import { buildPackage } from './build/steps.mjs';
import { Failure, command } from './lib/failure.mjs';
import { seconds } from './lib/progress.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async (args) => {
  const options = readOptions(args);
  await ensure({ chromium: true, peers: true });
  await buildPackage();
  const { workloads } = await import('../bench/workloads/index.mjs');
  const { runWorkload } = await import('../bench/lib/run.mjs');
  const { printed } = await import('../bench/report/text.mjs');
  const { publish } = await import('../bench/report/publish.mjs');
  const names = options.only ?? Object.keys(workloads);
  const unknown = names.filter((name) => !Object.hasOwn(workloads, name));
  if (unknown.length > 0)
    throw new Failure(
      `no such workload: ${unknown.join(', ')}`,
      `There are: ${Object.keys(workloads).join(', ')}.`,
    );
  const started = performance.now();
  const sections = [];
  for (const name of names) {
    const section = await runWorkload(name, options);
    console.log(printed(section));
    sections.push(section);
    if (!options.quick) await publish(section);
  }
  console.log(`${sections.length} workloads in ${seconds(started)}`);
});

/** { quick, only } of the command line. */
function readOptions(args) {
  const options = { quick: false, only: undefined };
  for (let index = 0; index < args.length; index++) {
    if (args[index] === '--quick') options.quick = true;
    else if (args[index] === '--only' && args[index + 1]) options.only = args[++index].split(',');
    else
      throw new Failure(
        `cannot read ${args[index]}`,
        'There are --quick and --only <workload>[,<workload>].',
      );
  }
  return options;
}
