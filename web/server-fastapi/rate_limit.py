"""How fast one client may send."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RateLimit:
    """`per_second` messages in the long run, `burst` at once after a quiet time."""

    per_second: float
    burst: int


class TokenBucket:
    """Takes the time as an argument (seconds, any origin) and owns no timer."""

    def __init__(self, limit: RateLimit, now: float) -> None:
        self._limit = limit
        self._tokens = float(limit.burst)
        self._refilled_at = now

    def take(self, now: float) -> bool:
        """True when one more message is within the limit."""
        earned = max(0.0, now - self._refilled_at) * self._limit.per_second
        self._tokens = min(self._limit.burst, self._tokens + earned)
        self._refilled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def seconds_to_next(self) -> float:
        """How long until the next message is within the limit."""
        return max(0.0, 1 - self._tokens) / self._limit.per_second
