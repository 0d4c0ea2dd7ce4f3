import { bindTerminal, TerminalBuffer, terminalWriters, type BindTerminalOptions } from 'chatwire/terminal';
import type { ChatClientOptions } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { until } from '../../support/until.ts';

/** A connected client, and what its terminal shows. */
async function connected(
  options: Partial<ChatClientOptions> = { profile: 'dashboard' },
  bound: BindTerminalOptions = {},
) {
  const network = openNetwork();
  const { client } = makeFakeClient(options, network);
  const buffer = new TerminalBuffer();
  const unbind = bindTerminal(client, buffer, bound);
  await client.connect();
  const say = (type: string, payload?: unknown) =>
    network.last.message({ type, [client.profile.payloadKey]: payload });
  return { client, network, buffer, unbind, say };
}

const shown = (buffer: TerminalBuffer) => buffer.lines().map(({ kind, text }) => [kind, text]);

describe('bindTerminal', () => {
  it('S2.36 S2.42 S2.87: 100 frames come in order, reassembled where they were cut', async () => {
    const { buffer, say } = await connected();
    for (let n = 0; n < 100; n++) await say('terminal_output', { output: `${n}-${n % 3 === 2 ? '\n' : ''}` });
    const text = Array.from({ length: 100 }, (_, n) => `${n}-${n % 3 === 2 ? '\n' : ''}`).join('');
    expect(buffer.toText()).toBe(`Connected\n${text}\n`);
  });

  it('S2.45 S2.46 S2.47 S2.53: the type of the output is the kind of the line; another one is output', async () => {
    const { buffer, say } = await connected();
    for (const type of [undefined, 'output', 'error', 'info', 'stderr', 7])
      await say('terminal_output', { output: `${type}\n`, type });
    expect(shown(buffer).slice(1)).toEqual([
      ['output', 'undefined'],
      ['output', 'output'],
      ['error', 'error'],
      ['info', 'info'],
      ['output', 'stderr'],
      ['output', '7'],
    ]);
  });

  it('S4.18 S4.19: shows commands of autobot with what came of them', async () => {
    const { buffer, say } = await connected({ profile: 'autobot' });
    await say('connection_established', { message: 'Welcome' });
    await say('command_execution_start', { command: 'ls', execution_id: '1' });
    await say('command_execution_end', {
      execution_id: '1',
      status: 'success',
      output: 'a\nb\n',
      exit_code: 0,
    });
    await say('command_execution_start', { command: 'cat x', execution_id: '2' });
    const failed = { execution_id: '2', status: 'failed', output: '', error: 'no such file', exit_code: 1 };
    await say('command_execution_end', failed);
    expect(shown(buffer)).toEqual([
      ['connection', 'Connected'],
      ['connection', 'Welcome'],
      ['info', '$ ls'],
      ['output', 'a'],
      ['output', 'b'],
      ['status', 'exit code 0'],
      ['info', '$ cat x'],
      ['error', 'no such file'],
      ['error', 'exit code 1'],
    ]);
  });

  it('W83 W80: a payload that is none is told without its contents, and breaks nothing', async () => {
    const { buffer, say } = await connected();
    const payloads = [null, undefined, 7, 'text', [], { output: 7 }, { output: { toString: 'secret' } }];
    for (const payload of payloads) {
      await say('terminal_output', payload);
      await say('task_status', payload);
      await say('connected', payload);
    }
    const errors = shown(buffer).slice(1);
    expect(errors).toHaveLength(2 * payloads.length);
    expect(new Set(errors.map(([kind, text]) => `${kind}: ${text}`))).toEqual(
      new Set([
        'error: A message terminal_output that cannot be shown',
        'error: A message task_status that cannot be shown',
      ]),
    );
  });

  it('S2.44 S2.80: tells when the connection is lost, is back, and ends; streams break off with it', async () => {
    const { client, network, buffer, say } = await connected({
      profile: 'dashboard',
      reconnect: { initialDelay: 1 },
    });
    await say('terminal_output', { output: '\x1b[31mhalf' });
    await network.last.fail();
    await until(() => network.sockets.length === 2 && client.state === 'connected', 'the second link');
    await say('terminal_output', { output: 'new\n' });
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    await until(() => shown(buffer).length === 6, 'the last line');
    expect(shown(buffer)).toEqual([
      ['connection', 'Connected'],
      ['output', 'half'],
      ['connection', 'Connection lost'],
      ['connection', 'Connected'],
      ['output', 'new'],
      ['connection', 'Disconnected'],
    ]);
    expect(buffer.lineAt(4)!.styles).toEqual([]);
  });

  it('tells once that it failed, and nothing of the dials before', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const reconnect = { maxAttempts: 2, initialDelay: 1 };
    const { client } = makeFakeClient({ profile: 'dashboard', reconnect }, network);
    const buffer = new TerminalBuffer();
    bindTerminal(client, buffer, {
      texts: { failed: (error) => `Vorbei: ${(error as { code?: string }).code}` },
    });
    await client.connect().catch(() => {});
    await until(() => client.state === 'failed', 'the failure');
    await until(() => buffer.length > 0, 'the line');
    expect(shown(buffer)).toEqual([['error', 'Vorbei: ATTEMPTS_EXHAUSTED']]);
  });

  it('shows other messages too, in other words, and nothing more when it is unbound', async () => {
    const { buffer, say, unbind, network } = await connected(
      { profile: 'dashboard' },
      {
        messages: {
          ...terminalWriters,
          activity_log: (payload, terminal) =>
            terminal.addLine((payload as { message: string }).message, 'info'),
        },
        texts: { connected: 'Verbunden' },
      },
    );
    await say('activity_log', { level: 'info', message: 'a remark' });
    unbind();
    await say('activity_log', { level: 'info', message: 'another' });
    await network.last.end(1012);
    expect(shown(buffer)).toEqual([
      ['connection', 'Verbunden'],
      ['info', 'a remark'],
    ]);
  });
});
