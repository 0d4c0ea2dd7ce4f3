import type { ChatClient } from 'chatwire';
import { useConnection } from 'chatwire/react';
import { useState } from 'react';
import type { Demo } from './demo/demo.ts';
import { FaultButton } from './FaultButton.tsx';
import { FloodResult } from './FloodResult.tsx';

const STOP_SECONDS = 10;
const FLOOD_COUNT = 2000;

/** Trouble on demand. On a small screen it is folded away unless `isOpen`. */
export function FaultPanel({ client, demo, isOpen }: { client: ChatClient; demo: Demo; isOpen: boolean }) {
  const { state } = useConnection(client);
  const [outcome, setOutcome] = useState('');
  const isOff = state === 'idle' || state === 'closing' || state === 'closed' || state === 'failed';
  const run = (action: () => Promise<string>) => () => {
    setOutcome('');
    action().then(setOutcome, (error: unknown) =>
      setOutcome(error instanceof Error ? error.message : String(error)),
    );
  };

  return (
    <aside id="faults" className="faults" data-open={isOpen} aria-labelledby="faults-title">
      <h2 id="faults-title">Break it</h2>
      <p className="faults-lead">Write while the line is down: nothing gets lost, nothing comes twice.</p>
      <div className="fault-buttons">
        <FaultButton name="cut" icon="cut" label="Cut the line" onPress={run(() => demo.cutLine())}>
          No close frame, as a dead network would
        </FaultButton>
        <FaultButton
          name="stop"
          icon="power"
          label={`Stop the server for ${STOP_SECONDS} s`}
          onPress={run(() => demo.stopServer(STOP_SECONDS))}
        >
          Every dial is refused until it is back
        </FaultButton>
        <FaultButton
          name="flood"
          icon="waves"
          label={`Flood: ${FLOOD_COUNT.toLocaleString('en')} messages`}
          onPress={run(() => demo.floodPage(FLOOD_COUNT))}
        >
          As fast as the socket takes them
        </FaultButton>
        <FaultButton
          name={isOff ? 'connect' : 'disconnect'}
          icon="plug"
          label={isOff ? 'Connect' : 'Disconnect'}
          onPress={() => (isOff ? void client.connect() : client.disconnect())}
        >
          {isOff ? 'What you write waits for it' : 'On purpose: it stays away'}
        </FaultButton>
      </div>
      <FloodResult meter={demo.flood} />
      <p className="faults-outcome" role="status" data-testid="fault-outcome">
        {outcome}
      </p>
    </aside>
  );
}
