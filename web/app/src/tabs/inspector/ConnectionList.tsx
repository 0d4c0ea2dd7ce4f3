import { useConnection } from 'chatwire/react';
import { useEffect, useRef } from 'react';
import { useStatistics } from '../../ui/useStatistics.ts';
import { connections, type InspectedConnection } from './connections.ts';

interface ConnectionListProps {
  chosen: InspectedConnection;
  onChoose: (connection: InspectedConnection) => void;
}

/** The connections of the page, one of them chosen. */
export function ConnectionList({ chosen, onChoose }: ConnectionListProps) {
  return (
    <div className="connections" role="radiogroup" aria-label="Connections of this page">
      {connections.map((each) => (
        <ConnectionChoice
          key={each.name}
          connection={each}
          isChosen={each === chosen}
          onChoose={() => onChoose(each)}
        />
      ))}
    </div>
  );
}

interface ConnectionChoiceProps {
  connection: InspectedConnection;
  isChosen: boolean;
  onChoose: () => void;
}

function ConnectionChoice({ connection, isChosen, onChoose }: ConnectionChoiceProps) {
  const { client, system, title } = connection;
  const { state, online } = useConnection(client);
  const { received, sent, connects } = useStatistics(client);
  const label = useRef<HTMLLabelElement>(null);
  useEffect(() => {
    // On a phone the list is a strip, and the chosen one may be outside.
    if (isChosen) label.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [isChosen]);

  return (
    <label
      className="connection-choice"
      ref={label}
      data-testid={`connection-${title}`}
      data-state={state}
      data-connects={connects}
    >
      <input type="radio" name="connection" checked={isChosen} onChange={onChoose} />
      <span className="state-dot" data-state={state} />
      <span className="connection-title">{title}</span>
      <code>{system}</code>
      <span className="connection-figures">
        {online ? state : `${state}, offline`}
        {state !== 'idle' && ` · ${received.toLocaleString('en')} in, ${sent.toLocaleString('en')} out`}
      </span>
    </label>
  );
}
