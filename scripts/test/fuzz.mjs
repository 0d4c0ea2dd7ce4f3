import { buildTargets, fuzz, inPairs, report, targets } from '../fuzz/targets.mjs';
import { seconds } from '../lib/progress.mjs';

const promised = 1_000_000;

/** Each libFuzzer target, from its seeds, for so many executions: always the same ones. A target counts as one test. */
export const fuzzTargets = {
  name: 'libFuzzer',
  folders: ['tests/fuzz'],
  async run() {
    await buildTargets();
    const results = await inPairs(targets, async (target) => {
      const started = performance.now();
      const result = await fuzz(target, { executions: promised });
      const passed = result.code === 0 && result.executions >= promised;
      console.log(
        `${target.name.padEnd(10)} ${result.executions} executions in ${seconds(started)}${passed ? '' : ', FAILED'}`,
      );
      if (!passed) console.log(report(target, result));
      return passed;
    });
    const passed = results.filter(Boolean).length;
    return { passed, failed: results.length - passed };
  },
};
