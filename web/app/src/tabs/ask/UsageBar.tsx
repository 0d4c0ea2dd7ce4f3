import type { Usage } from './askStore.ts';

/** How many tokens a question and its answer took. */
export function UsageBar({ usage: { prompt, completion, total } }: { usage: Usage }) {
  return (
    <span className="usage" data-testid="usage">
      <span className="usage-bar" aria-hidden="true">
        <span style={{ flexGrow: prompt }} />
        <span style={{ flexGrow: completion }} />
      </span>
      <span>
        {total.toLocaleString('en')} tokens: {prompt.toLocaleString('en')} in,{' '}
        {completion.toLocaleString('en')} out
      </span>
    </span>
  );
}
