import { useEffect, useState, type ReactElement } from 'react';
import { secondsUntil } from '../../adapters/connectionStatus.ts';

interface CountdownProps {
  /** Milliseconds since 1970. Another time needs another `key`. */
  until: number;
  label: (seconds: number) => string;
}

export function Countdown({ until, label }: CountdownProps): ReactElement {
  const [seconds, setSeconds] = useState(() => secondsUntil(until));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(until)), 250);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <span className="chatwire-countdown" data-seconds={seconds}>
      {label(seconds)}
    </span>
  );
}
