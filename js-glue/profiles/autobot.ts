import { base } from './base.ts';
import type { Profile } from './profile.ts';

/** The `autobot` system: pings, and gaps of 1, 2, 4, 8 and 16 s after every remote close, then it gives up (S4.49, S4.50, S4.63). */
export const autobot = {
  ...base,
  name: 'autobot',
  // S4.38.
  textMessage: { type: 'user_message', key: 'message' },
  // S4.123, S4.126.
  heartbeat: { interval: 30_000, timeout: 5000 },
  reconnect: {
    initialDelay: 1000,
    multiplier: 2,
    maxDelay: Infinity,
    maxAttempts: 5,
    jitter: 0,
    stableAfter: 5000,
  },
  closePolicy: 'always',
  events: {
    welcome: ['connection_established'],
    answer: ['llm_response'],
    tool: ['tool_code', 'tool_output'],
    serverError: ['error'],
    notification: ['llm_status', 'settings_updated', 'file_uploaded', 'knowledge_base_update'],
    output: ['command_execution_start', 'command_execution_end'],
    progress: [
      ...['progress', 'goal_received', 'plan_ready', 'goal_completed'],
      ...['workflow_step_started', 'workflow_step_completed'],
      ...['workflow_completed', 'workflow_failed', 'workflow_cancelled'],
    ],
    log: ['diagnostics_report', 'thought'],
    approval: ['workflow_approval_required', 'user_permission_request'],
    health: ['health_response'],
  } as const,
} satisfies Profile;
