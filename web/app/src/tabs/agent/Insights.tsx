import type { UiStore } from 'chatwire/stores';
import { Announcements } from './Announcements.tsx';
import { Diagnostics } from './Diagnostics.tsx';
import { Thought } from './Thought.tsx';

const demonstrations = ['progress', 'a command', 'the tool', 'a permission', 'diagnostics', 'everything'];

interface InsightsProps {
  store: UiStore;
  /** On a small screen it is folded away otherwise. */
  isOpen: boolean;
  onAsk: (text: string) => void;
}

/** What the agent tells beside its answers. */
export function Insights({ store, isOpen, onAsk }: InsightsProps) {
  return (
    <aside id="insights" className="insights" data-open={isOpen} aria-label="Insights">
      <section className="insight">
        <h3>Show me …</h3>
        <p className="hint">The agent can play each of its messages to you.</p>
        <ul className="demonstrations">
          {demonstrations.map((what) => (
            <li key={what}>
              <button type="button" className="suggestion" onClick={() => onAsk(`Show me ${what}`)}>
                {what}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <Diagnostics />
      <Thought />
      <Announcements store={store} />
    </aside>
  );
}
