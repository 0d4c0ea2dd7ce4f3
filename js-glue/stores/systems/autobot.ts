import type { ChatChange, WorkflowEvent } from '../chatChange.ts';
import type { Announcement, ChatMapper, MappedMessage } from '../chatMapper.ts';
import { fields } from '../fields.ts';
import { levelOf } from '../levels.ts';

type Payload = Readonly<Record<string, unknown>>;

/** How a permission that the agent asks for is told from its workflows. */
const PERMISSION = 'permission:';

/**
 * The `autobot` system (S4.13 to S4.37), with what the reference backend adds: streamed answers, and ids by which a message
 * is answered once (docs/STORES.md).
 */
export const autobotMapper: ChatMapper = {
  changes: {
    user_message: of((payload) => ({
      kind: 'message',
      id: fields.text(payload, 'message_id'),
      role: 'user',
      text: fields.text(payload, 'message') ?? '',
      timestamp: fields.text(payload, 'timestamp'),
      sessionId: fields.text(payload, 'chat_id'),
    })),
    llm_response_chunk: of((payload) => ({
      kind: 'delta',
      ...streamOf(payload),
      index: fields.number(payload, 'index'),
      text: fields.text(payload, 'delta') ?? '',
    })),
    llm_response: of((payload) => ({
      kind: 'answer',
      ...streamOf(payload),
      text: fields.text(payload, 'response') ?? '',
      details: fields.some(payload, 'model', 'processing_time'),
    })),
    goal_received: workflow((payload) => ({ type: 'started', goal: fields.text(payload, 'goal') ?? '' })),
    plan_ready: workflow((payload) => ({ type: 'planned', steps: fields.texts(payload, 'steps') })),
    thought: of((payload) => ({
      kind: 'workflow',
      event: { type: 'thought', text: fields.text(fields.of(payload['thought']), 'content') ?? '' },
    })),
    goal_completed: of((payload) => {
      const summary = fields.text(fields.of(payload['results']), 'output') ?? '';
      return { kind: 'workflow', event: { type: 'ended', status: 'completed', summary } };
    }),
    workflow_step_started: workflow((payload) => ({ type: 'step', ...stepOf(payload), status: 'running' })),
    workflow_step_completed: workflow((payload) => ({
      ...{ type: 'step', ...stepOf(payload), status: 'done' },
      result: fields.text(payload, 'result'),
    })),
    workflow_approval_required: workflow((payload) => ({
      type: 'approval',
      approval: {
        description: fields.text(payload, 'description') ?? '',
        action: fields.text(payload, 'action'),
        details: fields.of(payload['details']),
      },
    })),
    workflow_completed: workflow((payload) => ({
      ...{ type: 'ended', status: 'completed' },
      summary: `Done in ${(fields.number(payload, 'execution_time') ?? 0).toFixed(1)} s`,
    })),
    workflow_failed: workflow((payload) => ({
      ...{ type: 'ended', status: 'failed' },
      summary: fields.text(payload, 'error') ?? '',
    })),
    workflow_cancelled: workflow((payload) => ({
      ...{ type: 'ended', status: 'cancelled' },
      summary: `Cancelled at step ${fields.number(payload, 'cancelled_at_step') ?? 0}`,
    })),
    command_execution_start: of((payload) => ({
      kind: 'tool',
      call: {
        id: fields.text(payload, 'execution_id'),
        name: 'command',
        arguments: { command: fields.text(payload, 'command') ?? '' },
        status: 'running',
      },
    })),
    command_execution_end: of((payload) => ({
      kind: 'tool',
      call: {
        id: fields.text(payload, 'execution_id'),
        name: 'command',
        result: [fields.text(payload, 'output'), fields.text(payload, 'error')].filter(Boolean).join('\n'),
        status: payload['status'] === 'failed' ? 'failed' : 'done',
      },
    })),
    tool_code: of((payload) => ({
      kind: 'tool',
      call: {
        name: fields.text(payload, 'tool') ?? 'tool',
        arguments: fields.some(payload, 'code', 'language'),
        status: 'running',
      },
    })),
    tool_output: of((payload) => ({
      kind: 'tool',
      call: {
        name: fields.text(payload, 'tool') ?? 'tool',
        result: fields.text(payload, 'output') ?? '',
        status: payload['success'] === false ? 'failed' : 'done',
      },
    })),
    user_permission_request: of((payload) => {
      const action = fields.text(payload, 'action') ?? '';
      const subject = fields.text(payload, 'package') ?? '';
      const id = PERMISSION + action;
      const approval = {
        description: fields.text(payload, 'reason') ?? '',
        ...{ action, details: fields.some(payload, 'package') },
      };
      return [
        { kind: 'workflow', id, event: { type: 'started', goal: `${action} ${subject}`.trim() } },
        { kind: 'workflow', id, event: { type: 'approval', approval } },
      ];
    }),
    progress: of((payload) => ({
      kind: 'details',
      details: { progress: fields.some(payload, 'message', 'percentage', 'stage') },
    })),
    error: of(failureOf),
  },
  announcements: {
    error: announced('toast', (payload) => ({
      level: levelOf(fields.text(payload, 'severity')),
      message: fields.text(payload, 'message') ?? '',
    })),
    llm_status: announced('notification', (payload) => ({
      level: payload['status'] === 'connected' ? 'success' : 'warning',
      title: fields.text(payload, 'model'),
      message: fields.text(payload, 'message') ?? '',
    })),
    settings_updated: announced('notification', (payload) => ({
      level: 'info',
      title: 'Settings updated',
      message: fields.texts(fields.of(payload['settings']), 'updated_keys').join(', '),
    })),
    file_uploaded: announced('notification', (payload) => ({
      level: 'success',
      title: 'File uploaded',
      message: fields.text(payload, 'filename') ?? '',
    })),
    knowledge_base_update: announced('notification', (payload) => ({
      level: 'info',
      title: 'Knowledge base',
      message: knowledgeText(payload),
    })),
  },
  text: ({ text, messageId, sessionId, details }) => ({
    type: 'user_message',
    payload: { message: text, chat_id: sessionId, message_id: messageId, ...details },
  }),
  approval: (workflowId, approved, message) =>
    workflowId.startsWith(PERMISSION)
      ? {
          type: 'user_permission_response',
          payload: { action: workflowId.slice(PERMISSION.length), approved, message },
          endsWorkflow: true,
        }
      : { type: 'workflow_approval', payload: { workflow_id: workflowId, approved, message } },
  cancel: (workflowId, reason) => ({
    type: 'workflow_cancel',
    payload: { workflow_id: workflowId, reason },
  }),
  resume: (sessionId) => ({ type: 'chat_resume', payload: { chat_id: sessionId } }),
  knowsMessageIds: true,
  answersOutliveLinks: true,
};

type Change = (message: MappedMessage) => ChatChange | readonly ChatChange[] | undefined;

function of(change: (payload: Payload) => ReturnType<Change>): Change {
  return ({ payload }) => change(fields.of(payload));
}

function targetOf(payload: Payload) {
  return { sessionId: fields.text(payload, 'chat_id'), replyTo: fields.text(payload, 'message_id') };
}

function streamOf(payload: Payload) {
  return { streamId: fields.text(payload, 'stream_id'), ...targetOf(payload) };
}

function workflow(event: (payload: Payload) => WorkflowEvent): Change {
  return of((payload) => ({
    kind: 'workflow',
    id: fields.text(payload, 'workflow_id'),
    ...targetOf(payload),
    event: event(payload),
  }));
}

function stepOf(payload: Payload) {
  return {
    number: fields.number(payload, 'step_number') ?? 0,
    total: fields.number(payload, 'total_steps'),
    description: fields.text(payload, 'description') ?? '',
  };
}

/** What the server cannot do: to a workflow, to a stream, to a message, or in general. */
function failureOf(payload: Payload): ChatChange {
  const text = fields.text(payload, 'message') ?? '';
  const id = fields.text(payload, 'workflow_id');
  const code = fields.text(payload, 'error_code');
  if (code === 'WORKFLOW_NOT_FOUND')
    return { kind: 'workflow', id, event: { type: 'ended', status: 'lost', summary: text } };
  if (code === 'WORKFLOW_NOT_WAITING') return { kind: 'workflow', id, event: { type: 'refused' } };
  return { kind: 'failure', text, ...streamOf(payload) };
}

function announced(
  kind: Announcement['kind'],
  about: (payload: Payload) => Omit<Announcement, 'kind'>,
): (message: MappedMessage) => Announcement {
  return ({ payload }) => ({ kind, ...about(fields.of(payload)) });
}

function knowledgeText(payload: Payload): string {
  const kind = (fields.text(payload, 'type') ?? 'updated').replaceAll('_', ' ');
  const count = fields.number(fields.of(payload['details']), 'document_count');
  return count === undefined ? kind : `${kind}: ${count} documents`;
}
