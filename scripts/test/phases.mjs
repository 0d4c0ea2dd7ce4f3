import { existsSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { seconds } from '../lib/progress.mjs';

/**
 * Runs all phases { name, folders?, run }, whatever becomes of the others, and returns how many tests passed
 * and failed. A phase whose folders exist and that ran no test has failed: silence is no success.
 */
export async function runPhases(phases) {
  const lines = [];
  const total = { passed: 0, failed: 0 };
  for (const phase of phases) {
    if (phase.folders && !phase.folders.some((folder) => existsSync(at(folder)))) {
      lines.push(`  ${phase.name.padEnd(16)} nothing yet in ${phase.folders.join(', ')}`);
      continue;
    }
    console.log(`\n== ${phase.name}`);
    const started = performance.now();
    const { passed, failed } = await attempt(phase);
    total.passed += passed;
    total.failed += failed;
    const line = `${phase.name.padEnd(16)} ${failed === 0 ? 'ok' : 'FAILED'}: ${passed} passed, ${failed} failed, ${seconds(started)}`;
    console.log(`   ${line}`);
    lines.push(`  ${line}`);
  }
  console.log(`\n${lines.join('\n')}\n`);
  return total;
}

async function attempt(phase) {
  try {
    const result = await phase.run();
    if (result.passed + result.failed === 0) throw new Failure('no test ran');
    return result;
  } catch (error) {
    console.error(
      `${error instanceof Failure ? error.message : error.stack}${error.remedy ? `\n  -> ${error.remedy}` : ''}`,
    );
    return { passed: 0, failed: 1 };
  }
}
