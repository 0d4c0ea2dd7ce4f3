import { useState } from 'react';
import { useStore } from 'zustand';
import { useConnection } from 'chatwire/react';
import type { InspectedConnection } from './connections.ts';
import { FaultButton } from './FaultButton.tsx';
import * as faults from './faults.ts';
import { FloodResult } from './FloodResult.tsx';

const STOP_SECONDS = [3, 10, 30];

/** Trouble on demand: for the connection that is looked at, for the server, and for the whole page. */
export function FaultPanel({ connection }: { connection: InspectedConnection }) {
  const { state } = useConnection(connection.client);
  const { slow, isOffline } = useStore(faults.lasting);
  const [outcome, setOutcome] = useState<faults.Outcome>();
  const [stopSeconds, setStopSeconds] = useState(STOP_SECONDS[0] ?? 3);
  const isSlow = slow.has(connection.name);
  const isOff = state === 'idle' || state === 'closing' || state === 'closed' || state === 'failed';

  const run = (fault: () => faults.Outcome | Promise<faults.Outcome>) => () => {
    setOutcome(undefined);
    Promise.resolve(fault()).then(setOutcome, (error: unknown) =>
      setOutcome({
        happened: error instanceof Error ? error.message : String(error),
        watch: 'whether the server is there.',
      }),
    );
  };

  return (
    <section className="troubles" aria-labelledby="inspector-faults-title">
      <h3 id="inspector-faults-title" className="visually-hidden">
        Faults
      </h3>
      <div className="trouble-groups">
        <fieldset className="trouble-group">
          <legend>This line</legend>
          <div className="trouble-buttons">
            <FaultButton name="cut" icon="cut" label="Cut" onPress={run(() => faults.cut(connection))}>
              No close frame
            </FaultButton>
            <FaultButton
              name="half-open"
              icon="ghost"
              label="Half-open"
              onPress={run(() => faults.halfOpen(connection))}
            >
              Silent, but open
            </FaultButton>
            <FaultButton
              name="slow"
              icon="clock"
              label="Slow"
              isOn={isSlow}
              onPress={run(() => faults.slowDown(connection))}
            >
              {faults.SLOW_MS} ms late
            </FaultButton>
            <FaultButton
              name="flood"
              icon="waves"
              label="Flood"
              onPress={run(() => faults.flood(connection))}
            >
              {faults.FLOOD_COUNT.toLocaleString('en')} frames
            </FaultButton>
          </div>
        </fieldset>
        <fieldset className="trouble-group">
          <legend>The server</legend>
          <div className="trouble-buttons">
            <FaultButton
              name="expire"
              icon="key"
              label="Expire"
              isDisabled={!faults.hasTokens(connection)}
              onPress={run(() => faults.expireToken(connection))}
            >
              {faults.hasTokens(connection) ? 'Its token' : 'No token here'}
            </FaultButton>
            <FaultButton name="restart" icon="retry" label="Restart" onPress={run(() => faults.restart())}>
              Gone for {faults.RESTART_SECONDS} s
            </FaultButton>
            <FaultButton name="stop" icon="power" label="Stop" onPress={run(() => faults.stop(stopSeconds))}>
              Gone for {stopSeconds} s
            </FaultButton>
            <label className="stop-seconds">
              <span>Stop for</span>
              <select
                value={stopSeconds}
                data-testid="stop-seconds"
                onChange={(event) => setStopSeconds(Number(event.target.value))}
              >
                {STOP_SECONDS.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {seconds} s
                  </option>
                ))}
              </select>
            </label>
          </div>
        </fieldset>
        <fieldset className="trouble-group">
          <legend>This page</legend>
          <div className="trouble-buttons">
            <FaultButton
              name={isOff ? 'connect' : 'disconnect'}
              icon="plug"
              label={isOff ? 'Connect' : 'Disconnect'}
              onPress={run(() => (isOff ? faults.connect(connection) : faults.disconnect(connection)))}
            >
              {isOff ? 'Dials at once' : 'On purpose'}
            </FaultButton>
            <FaultButton
              name="offline"
              icon="offline"
              label="Offline"
              isOn={isOffline}
              onPress={run(() => (isOffline ? faults.goOnline() : faults.goOffline()))}
            >
              A mere hint
            </FaultButton>
          </div>
        </fieldset>
      </div>
      <p className="trouble-outcome" role="status" data-testid="fault-outcome">
        {outcome && (
          <>
            <strong>{outcome.happened}</strong> <span>Watch: {outcome.watch}</span>
          </>
        )}
      </p>
      <FloodResult meter={connection.flood} />
    </section>
  );
}
