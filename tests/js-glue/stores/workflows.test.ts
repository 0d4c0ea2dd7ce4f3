import { describe, expect, it } from 'vitest';
import { boundChatStore, framesOf, messageOf, shown } from './boundStores.ts';

const event = (type: string, payload: object) => ({ type, payload });

/** A store in which a workflow was asked for, and what the server says of it. */
async function running() {
  const bound = await boundChatStore({ profile: 'autobot' });
  const id = bound.store.getState().sendMessage('Deploy the docs');
  await shown();
  const about = { workflow_id: 'w1', chat_id: bound.current().id, message_id: id };
  const step = (step_number: number) => ({
    workflow_id: 'w1',
    step_number,
    total_steps: 2,
    description: `Step ${step_number}`,
  });
  const story = {
    goal: event('goal_received', { goal: 'Deploy', ...about }),
    thought: event('thought', { thought: { content: 'Hm', reasoning: 'So', confidence: 0.5 } }),
    plan: event('plan_ready', { llm_response: 'Two steps', steps: ['Read', 'Write'], ...about }),
    started: (number: number) => event('workflow_step_started', step(number)),
    done: (number: number) =>
      event('workflow_step_completed', { ...step(number), result: `Result ${number}` }),
    ask: event('workflow_approval_required', {
      ...{ workflow_id: 'w1', description: 'May I?', action: 'modify_config', details: { dry_run: true } },
    }),
    completed: event('workflow_completed', {
      workflow_id: 'w1',
      total_steps: 2,
      execution_time: 1.25,
      results: {},
    }),
    goalDone: event('goal_completed', { results: { status: 'success', output: 'All', metrics: {} } }),
  };
  const workflow = () => bound.current().workflows.at(-1)!;
  const sent = () => framesOf(bound.network.last).filter(({ type }) => type !== 'user_message');
  return { ...bound, id, about, story, workflow, sent };
}

describe('the chat store of the autobot system: workflows', () => {
  it('follows a plan from its goal to its end (S4.15, S4.16, S4.20 to S4.23, S4.34)', async () => {
    const { store, says, story, workflow, current, id } = await running();
    await says(story.goal, story.thought, story.plan);
    expect(messageOf(store, id).status).toBe('answered');
    expect(current().messages.at(-1)).toMatchObject({
      workflowId: 'w1',
      text: 'Deploy',
      status: 'streaming',
      replyTo: id,
    });
    expect(workflow()).toMatchObject({
      ...{ id: 'w1', goal: 'Deploy', thought: 'Hm', status: 'running', current: 0, summary: '' },
      steps: [
        { number: 1, description: 'Read', status: 'waiting' },
        { number: 2, description: 'Write', status: 'waiting' },
      ],
    });
    await says(story.started(1), story.done(1), story.started(2));
    expect(workflow()).toMatchObject({
      ...{ current: 2, steps: [{ status: 'done', result: 'Result 1' }, { status: 'running' }] },
    });
    await says(story.done(2), story.completed, story.goalDone);
    expect(workflow()).toMatchObject({ status: 'completed', summary: 'Done in 1.3 s' });
    expect(current().messages.at(-1)?.status).toBe('done');
  });

  it('asks for the user, and passes the word on (S4.22, S4.41)', async () => {
    const { store, says, story, workflow, sent } = await running();
    await says(story.goal, story.plan, story.started(1), story.ask);
    expect(workflow().approval).toEqual({
      ...{ description: 'May I?', action: 'modify_config', details: { dry_run: true } },
    });
    store.getState().approveWorkflow('w1', true);
    expect(workflow().pending).toBe('approve');
    expect(sent()).toEqual([event('workflow_approval', { workflow_id: 'w1', approved: true, message: '' })]);
    await says(story.done(1));
    expect(workflow()).not.toHaveProperty('approval');
    expect(workflow()).not.toHaveProperty('pending');
  });

  it('cancels, and shows how it ended (S4.24, S4.25, S4.42)', async () => {
    const { store, says, story, workflow, current, sent } = await running();
    await says(story.goal, story.started(1));
    store.getState().cancelWorkflow('w1', 'No time');
    expect(workflow().pending).toBe('cancel');
    expect(sent()).toEqual([event('workflow_cancel', { workflow_id: 'w1', reason: 'No time' })]);
    await says(event('workflow_cancelled', { workflow_id: 'w1', cancelled_at_step: 1, total_steps: 2 }));
    expect(workflow()).toMatchObject({ status: 'cancelled', summary: 'Cancelled at step 1' });
    expect(workflow().steps[0]?.status).toBe('failed');
    expect(current().messages.at(-1)).toMatchObject({ status: 'failed', error: 'Cancelled at step 1' });
  });

  it('lets the user decide once more when the link ended, and hears all again without asking twice', async () => {
    const { store, says, cut, story, workflow, current } = await running();
    const first = [story.goal, story.plan, story.started(1), story.ask];
    await says(...first);
    store.getState().approveWorkflow('w1', true);
    await shown();
    await cut();
    expect(workflow()).toMatchObject({ approval: { description: 'May I?' } });
    expect(workflow()).not.toHaveProperty('pending');
    await says(...first, story.done(1), story.started(2));
    expect(current().workflows).toHaveLength(1);
    expect(workflow()).not.toHaveProperty('approval');
    // Told once more from the beginning: the question is one of a step that is done.
    const before = workflow();
    await says(...first);
    expect(workflow().approval).toBeUndefined();
    expect(workflow().steps).toBe(before.steps);
    await says(story.started(1), story.done(1), story.started(2));
    expect(workflow()).toMatchObject({ current: 2, status: 'running' });
  });

  it('asks for what it missed of a workflow', async () => {
    const { says, cut, story, network, about } = await running();
    await says(story.goal, story.started(1));
    await cut();
    expect(framesOf(network.last)).toEqual([event('chat_resume', { chat_id: about.chat_id })]);
  });

  it('gives up a workflow that the server does not know any more, and takes back a word in vain', async () => {
    const { store, says, story, workflow } = await running();
    await says(story.goal, story.started(1), story.ask);
    store.getState().approveWorkflow('w1', false, 'No');
    const error = { message: 'Not now', severity: 'medium', workflow_id: 'w1' };
    await says(event('error', { ...error, error_code: 'WORKFLOW_NOT_WAITING' }));
    expect(workflow()).not.toHaveProperty('pending');
    await says(event('error', { ...error, error_code: 'WORKFLOW_NOT_FOUND' }));
    expect(workflow()).toMatchObject({ status: 'lost', summary: 'Not now' });
  });

  it('understands a server that names workflows only from their steps on, and one that never does', async () => {
    const { says, workflow, current, story } = await running();
    await says(event('goal_received', { goal: 'Deploy' }), event('plan_ready', { steps: ['Read'] }));
    await says(story.started(1));
    expect(current().workflows).toMatchObject([
      { id: 'w1', goal: 'Deploy', steps: [{ status: 'running' }, {}] },
    ]);
    await says(story.completed);
    await says(event('goal_received', { goal: 'Rest' }), story.goalDone);
    expect(workflow()).toMatchObject({ goal: 'Rest', status: 'completed', summary: 'All' });
  });

  it('shows commands and tools, and none of them twice (S4.18, S4.19, S4.32, S4.33)', async () => {
    const { says, story, current } = await running();
    const replay = [
      story.goal,
      event('command_execution_start', { command: 'ls', execution_id: 'x1' }),
      event('command_execution_end', {
        execution_id: 'x1',
        status: 'failed',
        output: 'a\nb',
        error: 'no',
        exit_code: 2,
      }),
      event('tool_code', { code: '1+1', language: 'python', tool: 'interpreter' }),
      event('tool_output', { output: '2\n', tool: 'interpreter', success: true }),
    ];
    await says(...replay);
    const tools = () => current().messages.filter(({ role }) => role === 'tool');
    const shownOnce = [
      {
        id: 'x1',
        status: 'failed',
        toolCalls: [{ name: 'command', arguments: { command: 'ls' }, result: 'a\nb\nno', status: 'failed' }],
      },
      {
        status: 'done',
        toolCalls: [
          {
            name: 'interpreter',
            arguments: { code: '1+1', language: 'python' },
            result: '2\n',
            status: 'done',
          },
        ],
      },
    ];
    expect(tools()).toMatchObject(shownOnce);
    await says(...replay);
    expect(tools()).toMatchObject(shownOnce);
    expect(tools()).toHaveLength(2);
  });

  it('asks for a permission as for an approval, and answers it (S4.36, S4.37)', async () => {
    const { store, says, workflow, sent } = await running();
    await says(
      event('user_permission_request', { action: 'install', package: 'jq', reason: 'To read JSON' }),
    );
    expect(workflow()).toMatchObject({
      ...{ goal: 'install jq', status: 'running' },
      approval: { description: 'To read JSON', action: 'install', details: { package: 'jq' } },
    });
    store.getState().approveWorkflow(workflow().id, true, 'Fine');
    await shown();
    expect(sent()).toEqual([
      event('user_permission_response', { action: 'install', approved: true, message: 'Fine' }),
    ]);
    expect(workflow()).toMatchObject({ status: 'completed' });
  });

  it('shows how far a task has come, at the message that it is about (S4.27)', async () => {
    const { store, says, id } = await running();
    const progress = { message: 'Reading', percentage: 50, stage: 'analyzing' };
    await says(event('progress', progress));
    expect(messageOf(store, id).details).toEqual({ progress });
  });
});
