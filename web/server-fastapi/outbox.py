"""What waits to be sent to one client: bounded, first in, first out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Confirm:
    """Not a message: a question whether all that was queued before it has arrived."""

    on_delivered: Callable[[], None]


@dataclass(frozen=True)
class Close:
    """The last thing to send: a close frame."""

    code: int
    reason: str


Frame = str | bytes | Confirm | Close


class OutboxFull(Exception):
    """The client has not read for so long that its outbox reached its limit."""


class Outbox:
    """A queue between many producers and the one task that writes to the socket.

    `put` waits while more than `high_water` is queued: a producer goes as fast as the client reads.
    `put_nowait`, for broadcasts, which must not wait for the slowest client, raises `OutboxFull` above
    `limit`. Sizes are characters of a text, or bytes. `delay` gives the seconds that a frame which is
    queued now is held back: 0, but in tests.
    """

    def __init__(self, high_water: int, limit: int, delay: Callable[[], float]) -> None:
        self._high_water = high_water
        self._limit = limit
        self._delay = delay
        self._frames: deque[tuple[float, Frame]] = deque()
        self._size = 0
        self._is_shut = False
        self._has_frames = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()

    async def put(self, frame: Frame) -> None:
        """Queues a frame once there is room for it."""
        await self._has_room.wait()
        self.put_always(frame)

    def put_nowait(self, frame: Frame) -> None:
        """Queues a frame at once, or raises `OutboxFull`."""
        if self._size > self._limit:
            raise OutboxFull
        self.put_always(frame)

    def put_always(self, frame: Frame) -> None:
        """Queues a frame whatever waits already: for small ones that are few."""
        if self._is_shut:
            return
        self._frames.append((asyncio.get_running_loop().time() + self._delay(), frame))
        self._size += _size(frame)
        self._has_frames.set()
        if self._size > self._high_water:
            self._has_room.clear()

    async def get(self) -> Frame:
        """Takes the oldest frame when there is one, and its time has come. Safe to cancel: nothing is taken
        then.
        """
        await self._wait_for_first()
        _, frame = self._frames.popleft()
        self._size -= _size(frame)
        if not self._frames:
            self._has_frames.clear()
        if self._size <= self._high_water:
            self._has_room.set()
        return frame

    async def next_is_text(self) -> bool:
        """Waits for the oldest frame, leaves it where it is, and says whether it may share a frame with
        others.
        """
        await self._wait_for_first()
        return isinstance(self._frames[0][1], str)

    def shut(self) -> None:
        """Forgets what waits, takes nothing more, and lets every waiting producer go on."""
        self._is_shut = True
        self._frames.clear()
        self._has_frames.clear()
        self._has_room.set()

    async def _wait_for_first(self) -> None:
        while True:
            await self._has_frames.wait()
            wait = self._frames[0][0] - asyncio.get_running_loop().time()
            if wait <= 0:
                return
            await asyncio.sleep(wait)


def _size(frame: Frame) -> int:
    return len(frame) if isinstance(frame, (str, bytes)) else 0
