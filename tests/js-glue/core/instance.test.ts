import { describe, expect, it } from 'vitest';
import type { MainModule } from '../../../js-glue/core/generated/chatwire-core.mjs';
import { CoreInstance } from '../../../js-glue/core/instance.ts';

describe('CoreInstance', () => {
  it('F43 dies once, of the first cause, and tells those who still live in it', () => {
    const instance = new CoreInstance({} as MainModule);
    const heard: unknown[] = [];
    instance.inhabit((cause) => heard.push('first', cause));
    instance.inhabit(() => heard.push('moved out'))();
    expect(instance.death).toBeUndefined();
    instance.crash('trap');
    instance.crash('another');
    expect(heard).toEqual(['first', 'trap']);
    expect(instance.death).toEqual({ cause: 'trap' });
  });
});
