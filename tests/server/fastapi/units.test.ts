import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { python } from '../../../scripts/lib/python.mjs';

it('the FastAPI backend passes its own units', () => {
  const sources = join(import.meta.dirname, '../../../web/server-fastapi');
  const env = { ...process.env, PYTHONPATH: sources, PYTHONDONTWRITEBYTECODE: '1' };
  const { status, stderr } = spawnSync(python, [join(import.meta.dirname, 'units.py')], { env });
  expect({ status, report: stderr.toString() }).toEqual({
    status: 0,
    report: expect.stringMatching(/Ran \d+ tests.*\n\nOK\n$/) as string,
  });
});
