import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { seconds } from '../lib/progress.mjs';
import { run } from '../lib/run.mjs';

/** Two, for two cores. Together they hold the cuts and the messages that are promised. */
const ranges = ['1..370', '371..740'];
const promised = { cuts: 100_000, messages: 1_000_000 };

/** The simulator under AddressSanitizer and UndefinedBehaviorSanitizer. Each range of seeds counts as one test. */
export const sim = {
  name: 'sim',
  folders: ['tests/sim'],
  async run() {
    await run('cmake', ['--preset', 'native-debug']);
    await run('cmake', ['--build', '--preset', 'native-debug', '--target', 'chatwire_sim']);
    const started = performance.now();
    const results = await Promise.all(ranges.map(play));
    const passed = results.filter(({ code }) => code === 0);
    for (const { code, output } of results) if (code !== 0) console.log(output.trim());
    if (passed.length < results.length)
      return { passed: passed.length, failed: results.length - passed.length };

    const sum = (name) => results.reduce((total, { output }) => total + figure(output, name), 0);
    const cuts = sum('cuts');
    const messages = sum('messages sent') + sum('messages received');
    const years = (sum('virtual time') / 8766).toFixed(1);
    console.log(
      `${sum('seeds')} seeds, ${years} years, ${cuts} cuts, ${messages} messages in ${seconds(started)}`,
    );
    if (cuts < promised.cuts || messages < promised.messages) {
      throw new Failure(
        `the seeds hold fewer than ${promised.cuts} cuts and ${promised.messages} messages`,
        'widen the ranges in scripts/test/sim.mjs',
      );
    }
    return { passed: passed.length, failed: 0 };
  },
};

const play = (seeds) =>
  run(at('build/native-debug/tests/chatwire_sim'), ['--seeds', seeds], {
    allowed: true,
    env: { UBSAN_OPTIONS: 'print_stacktrace=1', ASAN_OPTIONS: 'detect_stack_use_after_return=1' },
  });

/** The number behind a name in the table that the simulator prints. */
const figure = (table, name) => Number(new RegExp(`^ *${name} +([\\d.]+)`, 'm').exec(table)?.[1] ?? 0);
