import { describe, expect, it } from 'vitest';
import { asksForWorkflow } from '../../web/server/autobot/workflow.js';
import { aNumber, aString, serve, TestClient, textLike, until } from './harness.js';

/** A client whose workflow waits for approval, and the workflow's id. */
async function waiting(goal = 'Please deploy the docs to staging') {
  const server = await serve();
  const client = await TestClient.open(`${server.wsUrl}?chat_id=c`);
  client.say(goal, { message_id: 'm1' });
  const { payload } = await client.next('workflow_approval_required');
  return { server, client, id: payload?.workflow_id ?? '', approval: payload };
}

describe('a workflow', () => {
  it('S4.15 S4.16 S4.20 S4.21 S4.22 plans, takes its steps, and asks before the one that matters', async () => {
    const { client, id, approval } = await waiting();
    expect(client.frames.map(({ type }) => type)).toEqual([
      'connection_established',
      'goal_received',
      'thought',
      'plan_ready',
      'workflow_step_started',
      'workflow_step_completed',
      'workflow_step_started',
      'workflow_step_completed',
      'workflow_step_started',
      'workflow_approval_required',
    ]);
    expect((await client.next('goal_received')).payload).toEqual({
      goal: 'Please deploy the docs to staging',
      workflow_id: id,
      chat_id: 'c',
      message_id: 'm1',
    });
    expect((await client.next('plan_ready')).payload?.steps).toHaveLength(4);
    expect((await client.next('workflow_step_completed')).payload).toEqual({
      workflow_id: id,
      description: 'Read the request',
      result: '6 words; the subject is "docs to staging".',
      step_number: 1,
      total_steps: 4,
    });
    expect(approval).toEqual({
      workflow_id: id,
      description: textLike('docs to staging'),
      action: 'modify_config',
      details: { subject: 'docs to staging', dry_run: true },
    });
    expect((await client.next('thought')).payload?.thought).toEqual({
      content: aString,
      reasoning: aString,
      confidence: 0.8,
    });
  });

  it('S4.41 S4.18 S4.19 S4.33 S4.23 S4.17 goes on to the end when approved', async () => {
    const { client, id } = await waiting();
    client.send('workflow_approval', { workflow_id: id, approved: true, message: 'go' });
    const completed = await client.next('workflow_completed');
    expect(completed.payload).toEqual({
      workflow_id: id,
      total_steps: 4,
      execution_time: aNumber,
      results: { output: '"docs to staging" was rehearsed from end to end.' },
    });
    const start = (await client.next('command_execution_start')).payload;
    const end = (await client.next('command_execution_end')).payload;
    expect(start?.command).toBe('apply --dry-run "docs to staging"');
    expect(end).toMatchObject({ execution_id: start?.execution_id, status: 'success', exit_code: 0 });
    expect((await client.next('tool_output')).payload).toMatchObject({ tool: 'rehearsal', success: true });
    expect((await client.next('goal_completed')).payload?.results).toMatchObject({ status: 'success' });
    expect(client.of('workflow_step_completed')).toHaveLength(4);
  });

  it('S4.41 S4.24 fails when rejected, and says why', async () => {
    const { client, id } = await waiting();
    client.send('workflow_approval', { workflow_id: id, approved: false, message: 'not today' });
    expect((await client.next('workflow_failed')).payload).toEqual({
      workflow_id: id,
      error: 'Not approved: not today',
      failed_step: 3,
      total_steps: 4,
    });
    expect(client.of('command_execution_start')).toEqual([]);
  });

  it('S4.42 S4.25 is cancelled while it waits', async () => {
    const { client, id } = await waiting();
    client.send('workflow_cancel', { workflow_id: id, reason: 'changed my mind' });
    expect((await client.next('workflow_cancelled')).payload).toEqual({
      workflow_id: id,
      cancelled_at_step: 3,
      total_steps: 4,
    });
  });

  it('is cancelled in the middle of a step', async () => {
    const server = await serve({ stepDelay: 60_000 });
    const client = await TestClient.open(server.wsUrl);
    client.say('run the workflow');
    const { payload } = await client.next('workflow_step_started');
    client.send('workflow_cancel', { workflow_id: payload?.workflow_id, reason: '' });
    expect((await client.next('workflow_cancelled')).payload?.cancelled_at_step).toBe(1);
  });

  it('ends only once: a second answer finds nothing', async () => {
    const { client, id } = await waiting();
    client.send('workflow_cancel', { workflow_id: id, reason: '' });
    await client.next('workflow_cancelled');
    client.send('workflow_approval', { workflow_id: id, approved: true, message: '' });
    expect((await client.next('error')).payload).toMatchObject({
      error_code: 'WORKFLOW_NOT_FOUND',
      workflow_id: id,
    });
    expect(client.of('workflow_completed')).toEqual([]);
  });

  it('refuses an approval that it did not ask for', async () => {
    const server = await serve({ stepDelay: 60_000 });
    const client = await TestClient.open(server.wsUrl);
    client.say('run the workflow');
    const { payload } = await client.next('workflow_step_started');
    client.send('workflow_approval', { workflow_id: payload?.workflow_id, approved: true, message: '' });
    expect((await client.next('error')).payload?.error_code).toBe('WORKFLOW_NOT_WAITING');
  });

  it('lets the chat go on while it waits', async () => {
    const { client } = await waiting();
    client.say('What is 2 + 2?');
    expect((await client.next('llm_response')).payload?.response).toBe('2 + 2 = 4.');
  });

  it('survives a cut: the new connection sees the question and may answer it', async () => {
    const { server, client, id } = await waiting();
    server.faults.cut();
    await client.end();
    const second = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    expect((await second.next('workflow_approval_required')).payload?.workflow_id).toBe(id);
    second.send('workflow_approval', { workflow_id: id, approved: true, message: '' });
    await second.next('workflow_completed');
  });

  it('can be answered by its id alone on a connection that named no chat', async () => {
    const { server, client, id } = await waiting();
    client.cut();
    const second = await TestClient.open(server.wsUrl);
    second.send('workflow_approval', { workflow_id: id, approved: true, message: '' });
    await second.next('goal_completed');
  });

  it('leaves no timer behind when the server closes', async () => {
    const { server } = await waiting();
    await server.close();
    await until(() => server.connectionCount === 0, 'the connections to end');
  });

  it.each([
    ['deploy it', true],
    ['Can you install the package?', true],
    ['please plan a party', true],
    ['Run the tests', true],
    ['I need a workflow for releases', true],
    ['How do I run the tests?', false],
    ['can you explain workflows', false],
    ['What does install mean?', false],
    ['my plan is simple', false],
    ['hello', false],
  ])('is asked for by "%s": %s', (message, expected) => {
    expect(asksForWorkflow(message)).toBe(expected);
  });
});
