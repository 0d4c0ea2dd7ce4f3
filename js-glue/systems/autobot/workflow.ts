import type { AutobotMessages, ChatClient, Receipt } from 'chatwire';

/** Answers a `workflow_approval_required` (S4.41). */
export function approveWorkflow(
  client: ChatClient<AutobotMessages>,
  workflowId: string,
  approved: boolean,
  message = '',
): Receipt {
  return client.send('workflow_approval', { workflow_id: workflowId, approved, message });
}

/** Asks the server to end a workflow (S4.42). */
export function cancelWorkflow(
  client: ChatClient<AutobotMessages>,
  workflowId: string,
  reason = '',
): Receipt {
  return client.send('workflow_cancel', { workflow_id: workflowId, reason });
}
