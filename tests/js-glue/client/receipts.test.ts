import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatwireError } from '../../../js-glue/client/errors.ts';
import { Receipts } from '../../../js-glue/client/receipts.ts';
import { settle } from '../../support/tasks.ts';

describe('Receipts', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeEach(() => process.on('unhandledRejection', note));
  afterEach(() => {
    process.off('unhandledRejection', note);
    expect(unhandled.splice(0)).toEqual([]);
  });

  it('counts from 1, shows the message, and begins as queued', () => {
    const receipts = new Receipts();
    const message = { type: 'a' };
    const receipt = receipts.open(message);
    expect(receipt).toMatchObject({ id: 1, status: 'queued' });
    expect(receipt.message).toBe(message);
    expect(receipts.open('b').id).toBe(2);
    expect(receipts.queued).toBe(2);
  });

  it('resolves delivered for who asked before, and for who asks after', async () => {
    const receipts = new Receipts();
    const receipt = receipts.open('a');
    const before = receipt.delivered;
    receipts.sent(receipt.id);
    expect(receipt.status).toBe('sent');
    await expect(before).resolves.toBeUndefined();
    await expect(receipt.delivered).resolves.toBeUndefined();
    expect(receipt.delivered).toBe(before);
    expect(receipts.queued).toBe(0);
  });

  it('rejects with the reason, also where it is asked for only afterwards', async () => {
    const receipts = new Receipts();
    const receipt = receipts.open('a');
    const error = new ChatwireError('OUTBOX_OVERFLOW');
    expect(receipts.dropped(receipt.id, error)).toBe(receipt);
    expect(receipt.status).toBe('dropped');
    await expect(receipt.delivered).rejects.toBe(error);
  });

  it('settles once: what comes later changes nothing', async () => {
    const receipts = new Receipts();
    const receipt = receipts.open('a');
    receipts.sent(receipt.id);
    expect(receipts.dropped(receipt.id, new ChatwireError('DISCONNECTED'))).toBeUndefined();
    receipts.sent(receipt.id);
    receipts.sent(99);
    expect(receipt.status).toBe('sent');
    await receipt.delivered;
  });

  it('raises no unhandledRejection, whether delivered was looked at or not', async () => {
    const receipts = new Receipts();
    receipts.open('never looked at');
    void receipts.open('looked at before').delivered;
    const after = receipts.open('looked at after');
    receipts.dropAll(new ChatwireError('DESTROYED'));
    void after.delivered;
    await settle();
    expect(receipts.queued).toBe(0);
  });

  it('drops all that waits, and gives it back in order', async () => {
    const receipts = new Receipts();
    const all = [receipts.open(1), receipts.open(2)];
    const error = new ChatwireError('DESTROYED');
    expect(receipts.dropAll(error)).toEqual(all);
    for (const { delivered } of all) await expect(delivered).rejects.toBe(error);
  });
});
