"""The paths that speak no system: echo, answers on demand, and health over a WebSocket. For tests and
monitors.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from autobot import complaint as autobot_complaint
from autobot import health_response
from connection import Connection
from fields import type_of
from frames import FrameError, Json, decode
from kit import Kit

MAX_DELAY_MS = 60_000
MAX_TIMES = 10
MAX_HELD_BACK = 1_000


class Probes:
    """Serves these paths."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def echo(self, connection: Connection) -> None:
        """`/ws-test`: a text T comes back as `{"type": "echo", "message": T}`, a binary frame as it is.

        There is no rate limit, so that tests can push: `send` waits while the client is behind, and nothing
        is read then.
        """
        async for frame in connection.frames():
            self._kit.inbox.ledger.record("#text" if isinstance(frame, str) else "#binary")
            if isinstance(frame, str):
                await connection.send({"type": "echo", "message": frame})
            else:
                await connection.send_bytes(frame)

    async def ask(self, connection: Connection) -> None:
        """`/ws-ask`: `{type, id, payload}` is answered by `{"type": "answer", id, payload}`, as `payload`
        wishes: after `delay` milliseconds, `times` times. So a client can be shown answers that come in the
        wrong order, late, twice or not at all.
        """
        held_back: set[asyncio.Task[None]] = set()
        async for frame in connection.frames():
            request = self._read_request(frame)
            if request is None:
                continue
            if request.delay == 0:
                await request.answer(connection)
            elif len(held_back) < MAX_HELD_BACK:
                task = connection.start(request.answer(connection))
                held_back.add(task)
                task.add_done_callback(held_back.discard)

    async def health(self, connection: Connection) -> None:
        """`/ws/health`: answers `health_check` and `ping`, and says where other messages belong."""
        async for name in self._kit.inbox.read(
            connection, lambda frame: (type_of(frame),) * 2, autobot_complaint
        ):
            if name == "health_check":
                await connection.send(health_response())
            elif name == "ping":
                await connection.send({"type": "pong"})
            elif name != "pong":
                error = FrameError("wrong_endpoint", "Send other messages to /ws; here is only health_check.")
                await connection.send(autobot_complaint(error, {}))

    def _read_request(self, frame: str | bytes) -> Request | None:
        if isinstance(frame, bytes):
            self._kit.inbox.ledger.record("#binary")
            return None
        try:
            message = decode(frame)
            self._kit.inbox.ledger.record(type_of(message))
        except FrameError:
            self._kit.inbox.ledger.record("#invalid")
            return None
        return Request.of(message)


@dataclass(frozen=True)
class Request:
    """What is to be answered, when and how often."""

    about: Json
    delay: float
    times: int

    @classmethod
    def of(cls, message: Json) -> Request:
        wishes = message.get("payload")
        if not isinstance(wishes, dict):
            wishes = {}
        about = {key: message[key] for key in ("id", "payload") if key in message}
        delay = _within(MAX_DELAY_MS, wishes.get("delay"), 0) / 1000
        return cls(about, delay, int(_within(MAX_TIMES, wishes.get("times"), 1)))

    async def answer(self, connection: Connection) -> None:
        await asyncio.sleep(self.delay)
        for _ in range(self.times):
            await connection.send({"type": "answer", **self.about})


def _within(limit: int, wish: object, default: int) -> float:
    if not isinstance(wish, (int, float)) or isinstance(wish, bool):
        return default
    return min(limit, max(0, wish))
