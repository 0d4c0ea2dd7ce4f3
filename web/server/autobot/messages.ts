/** The frames of the `autobot` profile: `{type, payload?}` both ways. */

export interface UserMessagePayload {
  readonly message: string;
  readonly chat_id?: string;
  /** Addition: the client's own id. A second message with the same id in a chat is not answered again. */
  readonly message_id?: string;
}

export interface WorkflowApprovalPayload {
  readonly workflow_id: string;
  readonly approved: boolean;
  readonly message: string;
}

export interface WorkflowCancelPayload {
  readonly workflow_id: string;
  readonly reason: string;
}

export interface PermissionResponsePayload {
  readonly action: string;
  readonly approved: boolean;
  readonly message: string;
}

/** What a client may send. `ping` comes from health monitors; `chat_resume` is this backend's addition. */
export type ClientMessage =
  | { readonly type: 'ping' | 'pong' | 'health_check' }
  | { readonly type: 'user_message'; readonly payload: UserMessagePayload }
  | { readonly type: 'workflow_approval'; readonly payload: WorkflowApprovalPayload }
  | { readonly type: 'workflow_cancel'; readonly payload: WorkflowCancelPayload }
  | { readonly type: 'user_permission_response'; readonly payload: PermissionResponsePayload }
  | { readonly type: 'chat_resume'; readonly payload: { readonly chat_id: string } };

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** Which chat, and which message of the client, something belongs to. Additions except where noted. */
export interface Correlation {
  readonly chat_id: string;
  readonly message_id?: string;
}

/** What an error is about, where the server knows. */
export type Subject = Partial<Correlation> & { readonly workflow_id?: string };

/** A step's place in its workflow. */
export interface StepPayload {
  readonly workflow_id: string;
  readonly description: string;
  readonly step_number: number;
  readonly total_steps: number;
}

/** Payload by type of everything the server sends; `undefined` means a frame without payload. */
export interface ServerPayloads {
  connection_established: { message: string; connection_id: string };
  ping: undefined;
  pong: undefined;
  health_response: { status: 'healthy'; timestamp: string };
  user_message: { message: string; timestamp: string } & Correlation;
  llm_status: { status: 'connected' | 'disconnected' | 'reconnecting'; model: string; message: string };
  /** Addition: one piece of a reply. Index from 0; the same index of a stream always has the same delta. */
  llm_response_chunk: { stream_id: string; index: number; delta: string } & Correlation;
  /** Ends a stream. `processing_time` in seconds; `chunks` is the number of chunks before it. */
  llm_response: {
    response: string;
    model: string;
    processing_time: number;
    stream_id: string;
    chunks: number;
  } & Correlation;
  thought: { thought: { content: string; reasoning: string; confidence: number } };
  goal_received: { goal: string; workflow_id: string } & Correlation;
  plan_ready: { llm_response: string; steps: readonly string[]; workflow_id: string } & Correlation;
  goal_completed: { results: { status: string; output: string; metrics: Record<string, number> } };
  workflow_step_started: StepPayload;
  workflow_step_completed: StepPayload & { result: string };
  workflow_approval_required: {
    workflow_id: string;
    description: string;
    action: 'delete_file' | 'install_package' | 'modify_config';
    details: Record<string, unknown>;
  };
  workflow_completed: {
    workflow_id: string;
    total_steps: number;
    execution_time: number;
    results: Record<string, unknown>;
  };
  workflow_failed: { workflow_id: string; error: string; failed_step: number; total_steps: number };
  workflow_cancelled: { workflow_id: string; cancelled_at_step: number; total_steps: number };
  command_execution_start: { command: string; execution_id: string };
  command_execution_end: {
    execution_id: string;
    status: 'success' | 'failed';
    output: string;
    error?: string;
    exit_code: number;
  };
  tool_code: { code: string; language: string; tool: string };
  tool_output: { output: string; tool: string; success: boolean };
  progress: { message: string; percentage: number; stage: 'processing' | 'analyzing' | 'executing' };
  settings_updated: { settings: { updated_keys: readonly string[]; timestamp: string } };
  file_uploaded: { filename: string; size: number; chat_id: string; file_id: string };
  knowledge_base_update: {
    type: 'document_added' | 'document_removed' | 'reindexed';
    details: { document_count: number; chunks_added: number };
  };
  diagnostics_report: {
    /** Percentages. */
    system: { cpu_usage: number; memory_usage: number; disk_usage: number };
    services: Record<string, string>;
  };
  user_permission_request: { action: string; package: string; reason: string };
  /** With a `stream_id` it ends that stream: no `llm_response` follows. */
  error: {
    message: string;
    error_code: string;
    severity: Severity;
    stream_id?: string;
  } & Subject;
}

export type ServerMessage = {
  [T in keyof ServerPayloads]: ServerPayloads[T] extends undefined
    ? { readonly type: T }
    : { readonly type: T; readonly payload: ServerPayloads[T] };
}[keyof ServerPayloads];

/** Builds an `error` message. `message` says what to do about it. */
export function errorMessage(
  error_code: string,
  message: string,
  severity: Severity = 'low',
  about: Subject = {},
): ServerMessage {
  return { type: 'error', payload: { message, error_code, severity, ...about } };
}
