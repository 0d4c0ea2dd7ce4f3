import { TerminalView, Toasts } from 'chatwire/react/components';
import { terminalClient } from '../../clients/terminal.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { ActivityLog } from './ActivityLog.tsx';
import { Commands } from './Commands.tsx';
import { notices, terminal } from './dashboard.ts';
import { Prompt } from './Prompt.tsx';
import { TaskList } from './TaskList.tsx';

/** The `dashboard` system: tasks, what they print, and what is said of them. */
export function TerminalTab() {
  useVisit(terminalClient);
  return (
    <>
      <TabHeader title="Terminal" lead="Tasks and what they print" client={terminalClient} />
      <div className="terminal-tab">
        <div className="terminal-stage">
          <Commands />
          <TerminalView buffer={terminal} fileName="chatwire-terminal.txt" />
          <Prompt />
        </div>
        <aside className="terminal-board" aria-label="Tasks and activity">
          <TaskList />
          <ActivityLog />
        </aside>
      </div>
      <Toasts store={notices} max={3} labels={{ region: 'Notices' }} />
    </>
  );
}
