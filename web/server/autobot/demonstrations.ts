import type { ServerMessage, ServerPayloads } from './messages.js';
import { samplePayloads } from './samples.js';

type Demonstration = (samples: ServerPayloads, chatId: string) => ServerMessage[];

/** What "show me …" sends, by the words that ask for it. */
const DEMONSTRATIONS: readonly { readonly words: RegExp; readonly messages: Demonstration }[] = [
  {
    words: /\bprogress\b/i,
    messages: () => [
      { type: 'progress', payload: { message: 'Reading', percentage: 0, stage: 'processing' } },
      { type: 'progress', payload: { message: 'Thinking', percentage: 50, stage: 'analyzing' } },
      { type: 'progress', payload: { message: 'Done', percentage: 100, stage: 'executing' } },
    ],
  },
  {
    words: /\bmodel\b/i,
    messages: ({ llm_status }) => [
      {
        type: 'llm_status',
        payload: { ...llm_status, status: 'reconnecting', message: 'The model is being reached again' },
      },
      { type: 'llm_status', payload: llm_status },
    ],
  },
  {
    words: /\bsettings\b/i,
    messages: ({ settings_updated }) => [{ type: 'settings_updated', payload: settings_updated }],
  },
  {
    words: /\b(file|upload)\b/i,
    messages: ({ file_uploaded }, chat_id) => [
      { type: 'file_uploaded', payload: { ...file_uploaded, chat_id } },
    ],
  },
  {
    words: /\b(knowledge|document)\b/i,
    messages: ({ knowledge_base_update }) => [
      { type: 'knowledge_base_update', payload: knowledge_base_update },
    ],
  },
  {
    words: /\b(code|tool)\b/i,
    messages: ({ thought, tool_code, tool_output }) => [
      { type: 'thought', payload: thought },
      { type: 'tool_code', payload: tool_code },
      { type: 'tool_output', payload: tool_output },
    ],
  },
  {
    words: /\bdiagnostics\b/i,
    messages: ({ diagnostics_report }) => [{ type: 'diagnostics_report', payload: diagnostics_report }],
  },
  {
    words: /\bpermission\b/i,
    messages: ({ user_permission_request }) => [
      { type: 'user_permission_request', payload: user_permission_request },
    ],
  },
  {
    words: /\bcommand\b/i,
    messages: ({ command_execution_start, command_execution_end }) => [
      { type: 'command_execution_start', payload: command_execution_start },
      { type: 'command_execution_end', payload: command_execution_end },
    ],
  },
];

/** The messages that a text asks to be shown, before it is answered: "show me progress", "show me everything". */
export function demonstrationsIn(text: string, chatId: string): ServerMessage[] {
  if (!/^\W*(please )?show me\b/i.test(text)) return [];
  const samples = samplePayloads();
  const everything = /\beverything\b/i.test(text);
  const chosen = everything
    ? DEMONSTRATIONS
    : DEMONSTRATIONS.filter(({ words }) => words.test(text)).slice(0, 1);
  return chosen.flatMap(({ messages }) => messages(samples, chatId));
}
