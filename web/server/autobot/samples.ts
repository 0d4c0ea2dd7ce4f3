import type { ServerPayloads } from './messages.js';

const chat_id = '7d0c4b52-6a0b-4c5e-9a3e-0d6f5f3f1c11';
const workflow_id = 'f3b1c9de-52b5-4b43-8c53-2f5d4dfb6a01';
const execution_id = '0b8b7c1e-1a55-4e3f-9a3f-6d1f53a3c9aa';
const stream_id = 'a4f7de2b-91c3-4f0e-8d5a-3b6c7e8f9012';
const step = { workflow_id, description: 'Read the request', step_number: 1, total_steps: 4 };

/** One message of each type that the server can send, for demonstrations and tests. Times are those of now. */
export function samplePayloads(): ServerPayloads {
  const timestamp = new Date().toISOString();
  return {
    connection_established: { message: 'WebSocket connected successfully', connection_id: 'c0' },
    ping: undefined,
    pong: undefined,
    health_response: { status: 'healthy', timestamp },
    user_message: { message: 'Hello', chat_id, timestamp },
    llm_status: { status: 'connected', model: 'chatwire-embedded', message: 'chatwire-embedded answers' },
    llm_response_chunk: { stream_id, index: 0, delta: 'Hello', chat_id },
    llm_response: {
      response: 'Hello',
      chat_id,
      model: 'chatwire-embedded',
      processing_time: 0.1,
      stream_id,
      chunks: 1,
    },
    thought: {
      thought: {
        content: 'A short program answers this best.',
        reasoning: 'Counting is easy to get wrong by hand.',
        confidence: 0.85,
      },
    },
    goal_received: { goal: 'Publish the docs', workflow_id, chat_id },
    plan_ready: {
      llm_response: 'I will take two steps.',
      steps: ['Read the request', 'Report'],
      workflow_id,
      chat_id,
    },
    goal_completed: { results: { status: 'success', output: 'Rehearsed', metrics: { steps: 2 } } },
    workflow_step_started: step,
    workflow_step_completed: { ...step, result: 'Read.' },
    workflow_approval_required: {
      workflow_id,
      description: 'May I go on? It is a rehearsal: nothing is changed.',
      action: 'modify_config',
      details: { dry_run: true },
    },
    workflow_completed: {
      workflow_id,
      total_steps: 4,
      execution_time: 1.5,
      results: { output: 'Rehearsed' },
    },
    workflow_failed: { workflow_id, error: 'Not approved', failed_step: 3, total_steps: 4 },
    workflow_cancelled: { workflow_id, cancelled_at_step: 3, total_steps: 4 },
    command_execution_start: { command: 'ls --dry-run', execution_id },
    command_execution_end: { execution_id, status: 'success', output: 'README.md\n', exit_code: 0 },
    tool_code: { code: "print(len('Chatwire'))", language: 'python', tool: 'python_interpreter' },
    tool_output: { output: '8\n', tool: 'python_interpreter', success: true },
    progress: { message: 'Half of it is done', percentage: 50, stage: 'analyzing' },
    settings_updated: { settings: { updated_keys: ['theme', 'timeout'], timestamp } },
    file_uploaded: { filename: 'document.pdf', size: 1024, chat_id, file_id: 'f-1' },
    knowledge_base_update: {
      type: 'document_added',
      details: { document_count: 3279, chunks_added: 15 },
    },
    diagnostics_report: {
      system: { cpu_usage: 45.2, memory_usage: 78.1, disk_usage: 23.4 },
      services: { redis: 'healthy', ollama: 'healthy', knowledge_base: 'healthy' },
    },
    user_permission_request: {
      action: 'install_package',
      package: 'nodejs',
      reason: 'The build needs it. This is a rehearsal: nothing is installed.',
    },
    error: {
      message: 'A sample of an error: nothing is wrong.',
      error_code: 'SYSTEM_ERROR',
      severity: 'low',
    },
  };
}

/** Is this a type that the server sends? */
export function isServerType(type: string): type is keyof ServerPayloads {
  return Object.hasOwn(samplePayloads(), type);
}
