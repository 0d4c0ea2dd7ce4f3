import {
  approveWorkflow,
  cancelWorkflow,
  schemas,
  ChatEventAggregator,
  MessageBatcher,
  MessageFilter,
  WebSocketMessageRouter,
} from 'chatwire/autobot/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectFakeClient } from '../../../support/clients.ts';

afterEach(() => vi.restoreAllMocks());

describe('WebSocketMessageRouter', () => {
  it('S4.101 S4.102 S4.105 S4.108 S4.109 S4.110 calls the handler of the type with the payload, then the message', () => {
    const router = new WebSocketMessageRouter();
    const got: unknown[] = [];
    router.addHandler<{ response: string }>('llm_response', (payload, message) =>
      got.push(payload.response, message),
    );
    router.addHandler<{ description: string }>('workflow_step_started', ({ description }) =>
      got.push(description),
    );
    const answer = { type: 'llm_response', payload: { response: 'Hi' } };
    router.processMessage(answer);
    router.processMessage({ type: 'workflow_step_started', payload: { description: 'First' } });
    expect(got).toEqual(['Hi', answer, 'First']);
  });

  it('S4.103 S4.104 a second handler replaces the first; removing is harmless', () => {
    const router = new WebSocketMessageRouter();
    const got: string[] = [];
    router.addHandler('a', () => got.push('first'));
    router.addHandler('a', () => got.push('second'));
    router.processMessage({ type: 'a' });
    router.removeHandler('a');
    router.removeHandler('unknown');
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    router.processMessage({ type: 'a' });
    expect(got).toEqual(['second']);
  });

  it('S4.106 S4.107 W80 says on the console what went wrong, in the words of the system, and goes on', () => {
    const router = new WebSocketMessageRouter();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const got: unknown[] = [];
    router.addHandler('bad', () => {
      throw new Error('Mine');
    });
    router.addHandler('good', (payload) => got.push(payload));
    router.processMessage({ type: 'bad', payload: 'secret' });
    router.processMessage({ type: 'new', payload: 'secret' });
    router.processMessage('no message');
    router.processMessage({ type: 'good', payload: 1 });
    expect(got).toEqual([1]);
    expect(warn.mock.calls).toEqual([['No handler for message type: new']]);
    expect(error.mock.calls[0]).toEqual([
      'Error processing bad:',
      expect.objectContaining({ code: 'HANDLER_THREW' }),
    ]);
    expect(JSON.stringify([warn.mock.calls, error.mock.calls])).not.toContain('secret');
  });

  it('S4.111 S4.3 S4.4 gets the messages of a client until it is detached', async () => {
    const { client, network } = await connectFakeClient({ profile: 'autobot', heartbeat: false });
    const router = new WebSocketMessageRouter();
    const got: unknown[] = [];
    router.addHandler('progress', (payload) => got.push(payload));
    const detach = router.attach(client);
    await network.last.message({ type: 'progress', payload: 1 });
    detach();
    await network.last.message({ type: 'progress', payload: 2 });
    expect(got).toEqual([1]);
  });
});

describe('ChatEventAggregator', () => {
  it('S4.113 S4.114 S4.115 S4.118 S4.119 S4.120 S4.121 keeps events, tells them, and gives them back', () => {
    const aggregator = new ChatEventAggregator<number>();
    const heard: number[] = [];
    const stop = aggregator.subscribe(({ payload }) => heard.push(payload));
    const first = aggregator.addEvent('a', 1);
    aggregator.addEvent('b', 2);
    stop();
    stop();
    aggregator.addEvent('a', 3);
    expect(heard).toEqual([1, 2]);
    expect(aggregator.getEvents().map(({ payload }) => payload)).toEqual([1, 2, 3]);
    expect(aggregator.getEvents('a').map(({ payload }) => payload)).toEqual([1, 3]);
    expect(aggregator.getEventsSince(first.timestamp, 'b').map(({ payload }) => payload)).toEqual([2]);
    aggregator.clearEvents();
    expect(aggregator.getEvents()).toEqual([]);
  });

  it('S4.117 a listener that throws is told of in the words of the system, and stops nobody', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const aggregator = new ChatEventAggregator();
    const heard: unknown[] = [];
    aggregator.subscribe(() => {
      throw new Error('Mine');
    });
    aggregator.subscribe(({ type }) => heard.push(type));
    aggregator.addEvent('a', null);
    expect(heard).toEqual(['a']);
    expect(error).toHaveBeenCalledExactlyOnceWith('Error in event listener:', expect.any(Error));
  });

  it('S4.165 takes the messages of a client', async () => {
    const { client, network } = await connectFakeClient({ profile: 'autobot', heartbeat: false });
    const aggregator = new ChatEventAggregator();
    aggregator.attach(client);
    await network.last.message({ type: 'thought', payload: { thought: {} } });
    expect(aggregator.getEvents('thought')).toHaveLength(1);
  });
});

describe('MessageFilter and MessageBatcher', () => {
  it('S4.155 S4.156 S4.157 S4.158 lets pass what every filter lets pass', () => {
    const filter = new MessageFilter();
    expect(filter.shouldProcess({ type: 'a' })).toBe(true);
    filter.addFilter(MessageFilter.createTypeFilter(['a', 'b']));
    const remove = filter.addFilter(({ type }) => type === 'b');
    expect(['a', 'b', 'c'].filter((type) => filter.shouldProcess({ type }))).toEqual(['b']);
    remove();
    expect(['a', 'b', 'c'].filter((type) => filter.shouldProcess({ type }))).toEqual(['a', 'b']);
  });

  it('S4.149 S4.150 S4.152 S4.154 sends ten messages at once, and what is there by flush()', () => {
    const sent: unknown[][] = [];
    const batcher = new MessageBatcher<number>((messages) => void sent.push(messages));
    for (let n = 0; n < 12; n++) batcher.add(n);
    batcher.flush();
    expect(sent).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [10, 11],
    ]);
    batcher.destroy();
  });
});

describe('workflows', () => {
  it('S4.41 S4.42 are approved, refused and cancelled by the frames of the system', async () => {
    const { client, network } = await connectFakeClient({ profile: 'autobot', heartbeat: false });
    approveWorkflow(client, 'w1', true, 'Go');
    approveWorkflow(client, 'w2', false);
    cancelWorkflow(client, 'w3', 'Too slow');
    expect(network.last.sent.map((text) => JSON.parse(String(text)) as unknown)).toEqual([
      { type: 'workflow_approval', payload: { workflow_id: 'w1', approved: true, message: 'Go' } },
      { type: 'workflow_approval', payload: { workflow_id: 'w2', approved: false, message: '' } },
      { type: 'workflow_cancel', payload: { workflow_id: 'w3', reason: 'Too slow' } },
    ]);
  });
});

describe('schemas', () => {
  it('S4.26 S4.31 S4.160 let pass what the system says, and tell what is wrong with anything else', async () => {
    const { client, network } = await connectFakeClient({ profile: 'autobot', heartbeat: false, schemas });
    const got: unknown[] = [];
    const faults: string[] = [];
    client.subscribe('error', ({ payload }) => got.push(payload));
    client.on('invalid', ({ path, reason }) => faults.push(`${path} ${reason}`));
    const error = { message: 'Full', error_code: 'DISK', severity: 'high' };
    await network.last.message({ type: 'error', payload: error });
    await network.last.message({ type: 'error', payload: { ...error, severity: 5 } });
    expect(got).toEqual([error]);
    expect(faults).toEqual([expect.stringMatching(/^payload\.severity must be /)]);
  });
});
