import type { DashboardMessages } from 'chatwire';
import { createWebSocketClient } from 'chatwire/dashboard/client';
import { describe, expectTypeOf, it } from 'vitest';

// `tsc` checks this file too. Where an error is expected and none comes, it fails: the types have become loose.

describe('the types of chatwire/dashboard', () => {
  it('S2.14 S2.51 S2.53 S2.54 S2.55 S2.56 say what each message holds', () => {
    const client = createWebSocketClient();
    client.subscribe('terminal_output', (message) => {
      expectTypeOf(message.data.output).toEqualTypeOf<string>();
      expectTypeOf(message.data.type).toEqualTypeOf<'output' | 'error' | 'info' | undefined>();
      // @ts-expect-error There is no such field.
      expectTypeOf(message.data.nope).toBeNever();
    });
    client.subscribe('connected', ({ data }) => {
      expectTypeOf(data).toEqualTypeOf<{ message: string; client_count: number }>();
    });
    client.subscribe('task_status', ({ data }) => {
      expectTypeOf(data).toEqualTypeOf<{ taskId: string; status: string }>();
    });
    client.subscribe('notification', ({ data }) => {
      expectTypeOf(data.priority).toEqualTypeOf<string | undefined>();
    });
    client.subscribe('activity_log', ({ data }) => {
      expectTypeOf(data.metadata).toEqualTypeOf<Record<string, unknown> | undefined>();
    });
    // @ts-expect-error The system has no such message.
    client.subscribe('terminal', () => {});
    expectTypeOf(client.state).toExtend<string>();
  });

  it('C29 may be those of a server that has more to say', () => {
    interface Mine {
      server: DashboardMessages['server'] & { channel_output: { channel: string; output: string } };
      client: DashboardMessages['client'] & { join: { channel: string } };
    }
    const client = createWebSocketClient<Mine>();
    client.subscribe('channel_output', ({ data }) => {
      expectTypeOf(data.channel).toEqualTypeOf<string>();
    });
    client.send('join', { channel: 'a' });
    client.disconnect();
  });
});
