import { existsSync, readFileSync, rmSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** One project of vitest.config.ts; with `filters`, only the files whose paths hold one of them. */
export const vitest = (name, folders, filters = []) => ({
  name,
  folders,
  async run() {
    const report = at(`build/reports/${name}.json`);
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code } = await run('vitest', ['run', ...filters, '--project', name, ...reporters], {
      show: true,
      allowed: true,
    });
    if (!existsSync(report)) throw new Failure(`vitest wrote no report (exit ${code})`);
    const {
      numPassedTests: passed,
      numFailedTests: broken,
      numFailedTestSuites: suites,
    } = JSON.parse(readFileSync(report, 'utf8'));
    // A file that cannot be loaded fails as a suite without a single test.
    return { passed, failed: Math.max(broken, suites > 0 || code !== 0 ? 1 : 0) };
  },
});
