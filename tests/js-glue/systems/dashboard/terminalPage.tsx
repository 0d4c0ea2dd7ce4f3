// The system's own page, with only the import changed.
import { TerminalView } from 'chatwire/dashboard';

export default function TerminalPage() {
  return (
    <div>
      <h1>Terminal</h1>
      <TerminalView />
    </div>
  );
}
