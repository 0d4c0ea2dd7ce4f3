import { expect, it } from 'vitest';
import { connectFakeClient } from '../../support/clients.ts';

it('C34 S3.108 what is over the rate limit waits, and leaves as the window lets it', async () => {
  const { client, network } = await connectFakeClient({ rateLimit: { count: 2, per: 60 } });
  const start = performance.now();
  const receipts = ['1', '2', '3', '4', '5'].map((text) => client.sendText(text));
  expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'queued', 'queued', 'queued']);
  expect(client.getSnapshot().queued).toBe(3);
  await receipts[3]!.delivered;
  expect(performance.now() - start).toBeGreaterThan(59);
  await receipts[4]!.delivered;
  expect(performance.now() - start).toBeGreaterThan(119);
  expect(network.last.sent).toEqual(['1', '2', '3', '4', '5']);
});

it('C34 a pong is answered however many messages wait', async () => {
  const { client, network } = await connectFakeClient({ rateLimit: { count: 1, per: 60_000 } });
  client.sendText('1');
  client.sendText('2');
  await network.last.message({ type: 'ping' });
  expect(network.last.sent).toEqual(['1', '{"type":"pong"}']);
});
