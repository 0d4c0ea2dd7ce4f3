import { useState } from 'react';
import { run } from './dashboard.ts';
import { echoTask } from './demoTasks.ts';

/** The backend takes no longer command. */
const MAX_LENGTH = 120;

/** A text that comes back as the output of a task. */
export function Prompt() {
  const [text, setText] = useState('');
  return (
    <form
      className="prompt"
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        setText('');
        void run(echoTask(text.trim()));
      }}
    >
      <label htmlFor="prompt">echo</label>
      <input
        id="prompt"
        data-testid="prompt"
        placeholder="a text, \e[31mcoloured if you like"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" data-testid="run-prompt">
        Run
      </button>
    </form>
  );
}
