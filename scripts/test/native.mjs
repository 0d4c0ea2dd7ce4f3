import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** Catch2 under AddressSanitizer and UndefinedBehaviorSanitizer: ctest runs each test case by itself. */
export const native = {
  name: 'native',
  folders: ['tests/native'],
  async run() {
    await run('cmake', ['--preset', 'native-debug']);
    await run('cmake', ['--build', '--preset', 'native-debug']);
    mkdirSync(at('build/reports'), { recursive: true });
    const report = at('build/reports/native.xml');
    rmSync(report, { force: true });
    const { code, output } = await run('ctest', ['--preset', 'native-debug', '--output-junit', report], {
      allowed: true,
    });
    // A line for each test that passed would bury the others.
    console.log(output.replace(/^ *(Start +\d+:|\d+\/\d+ Test +#\d+:.* Passed ).*\n/gm, '').trim());
    if (!existsSync(report)) throw new Failure(`ctest wrote no report (exit ${code})`);
    const suite = /<testsuite[^>]*>/.exec(readFileSync(report, 'utf8'))[0];
    const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const skipped = count('skipped') + count('disabled');
    const failed = Math.max(count('failures'), code === 0 ? 0 : 1);
    return { passed: Math.max(0, count('tests') - count('failures') - skipped), failed };
  },
};
