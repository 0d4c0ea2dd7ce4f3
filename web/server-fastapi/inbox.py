"""Reads a client's frames: counted, rate limited and checked before a profile sees them."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from connection import Connection
from frames import FrameError, Json, decode
from rate_limit import RateLimit, TokenBucket

COMPLAINT_PAUSE = 1.0
"""Excess frames are many by nature: saying so once per so many seconds is enough."""

MAX_TYPES = 256
"""Clients choose the types, so their number is bounded; later ones count as `#other`."""

Message = TypeVar("Message")


class Ledger:
    """How many frames have arrived, by type; `#invalid`, `#binary`, `#limited` and `#text` have none."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def record(self, type_name: str) -> None:
        known = type_name in self.counts or len(self.counts) < MAX_TYPES
        self.counts[type_name if known else "#other"] += 1


@dataclass(frozen=True)
class Inbox:
    """What every profile reads its frames with."""

    rate_limit: RateLimit | None
    ledger: Ledger = field(default_factory=Ledger)

    async def read(
        self,
        connection: Connection,
        parse: Callable[[Json], tuple[str, Message]],
        complain: Callable[[FrameError, Json], Json],
    ) -> AsyncIterator[Message]:
        """The messages of a client, until it leaves.

        `parse` gives a frame's type and what the profile makes of it, or raises `FrameError`. A frame that
        cannot be used is answered by `complain`, the error in the system's own form, and otherwise
        forgotten: one faulty version of a client must not lose its connection over it.
        """
        bucket = TokenBucket(self.rate_limit, time.monotonic()) if self.rate_limit else None
        complained_at = float("-inf")
        async for data in connection.frames():
            now = time.monotonic()
            if bucket and not bucket.take(now):
                self.ledger.record("#limited")
                if now - complained_at >= COMPLAINT_PAUSE:
                    complained_at = now
                    await connection.send(complain(_too_fast(bucket), {}))
                continue
            frame: Json = {}
            try:
                if isinstance(data, bytes):
                    raise FrameError("binary_frame", "Binary frames are not understood. Send JSON as text.")
                frame = decode(data)
                name, message = parse(frame)
            except FrameError as error:
                self.ledger.record("#binary" if error.code == "binary_frame" else "#invalid")
                await connection.send(complain(error, frame))
                continue
            self.ledger.record(name)
            yield message


def _too_fast(bucket: TokenBucket) -> FrameError:
    wait = max(1, math.ceil(bucket.seconds_to_next()))
    return FrameError("rate_limited", "Messages were dropped: send fewer per second.", retry_after=wait)
