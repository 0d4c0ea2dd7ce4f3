import { useSecondsUntil } from './useSecondsUntil.ts';

export function RetryCountdown({ retryAt }: { retryAt: number }) {
  const seconds = useSecondsUntil(retryAt);
  return (
    <span className="countdown" data-testid="retry-countdown" data-seconds={seconds}>
      retrying in {seconds} s
    </span>
  );
}
