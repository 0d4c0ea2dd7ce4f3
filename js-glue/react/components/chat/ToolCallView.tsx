import type { ToolCall } from 'chatwire/stores';
import type { ReactElement } from 'react';
import { Icon, type IconName } from '../Icon.tsx';
import type { ChatLabels } from './chatLabels.ts';

const marks: Record<ToolCall['status'], IconName> = { running: 'retry', done: 'check', failed: 'cross' };

/** A tool that was used: its name and how it went; on demand what it was given and what it gave. Shown, never executed. */
export function ToolCallView({ call, words }: { call: ToolCall; words: ChatLabels }): ReactElement {
  const { name, status, result } = call;
  return (
    <details className="chatwire-chat-tool" data-status={status}>
      <summary>
        <Icon name={marks[status]} />
        <span className="chatwire-chat-tool-name">{name}</span>
        <span className="chatwire-chat-tool-status">{words.tool[status]}</span>
      </summary>
      {call.arguments !== undefined && <Code label={words.toolArguments} text={inWords(call.arguments)} />}
      {result !== undefined && <Code label={words.toolResult} text={result} />}
    </details>
  );
}

function Code({ label, text }: { label: string; text: string }): ReactElement {
  return (
    <>
      <p className="chatwire-chat-tool-label">{label}</p>
      <pre className="chatwire-code" tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
    </>
  );
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
