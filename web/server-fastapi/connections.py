"""All the connections of a server."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from starlette.websockets import WebSocket

from connection import CLOSE_TIMEOUT, Connection, Handler


@dataclass(frozen=True)
class Selection:
    """Some of the connections: all that is given must fit."""

    system: str | None = None
    path: str | None = None
    connection: str | None = None
    client: str | None = None
    """What the client called itself in its address, `?client=…`."""

    def chooses(self, connection: Connection) -> bool:
        return (
            self.system in (None, connection.system)
            and self.path in (None, connection.path)
            and self.connection in (None, connection.id)
            and self.client in (None, connection.client)
        )


class Connections:
    """All open connections, on whatever path."""

    def __init__(self, ping_interval: float) -> None:
        """`ping_interval`: seconds; 0 for no pings, and no cuts either."""
        self._delays: dict[Selection, float] = {}
        self._ping_interval = ping_interval
        self._open: dict[str, Connection] = {}
        self._last_id = 0

    def __len__(self) -> int:
        return len(self._open)

    def select(self, selection: Selection = Selection()) -> list[Connection]:
        """A copy, so that callers may close connections while they walk it."""
        return [connection for connection in self._open.values() if selection.chooses(connection)]

    def slow_down(self, seconds: float, selection: Selection) -> None:
        """Holds each frame back for so long, on the connections of now and of later.

        0 ends what the same selection began; without one, all.
        """
        if selection == Selection():
            self._delays.clear()
        self._delays.pop(selection, None)
        if seconds > 0:
            self._delays[selection] = seconds

    def delay_of(self, connection: Connection) -> float:
        """The longest of those that hold for it."""
        return max((delay for chosen, delay in self._delays.items() if chosen.chooses(connection)), default=0)

    async def serve(
        self, websocket: WebSocket, system: str | None, protocol: str | None, handler: Handler
    ) -> None:
        """Accepts a WebSocket and runs a handler on it until it ends."""
        self._last_id += 1
        connection = Connection(websocket, f"c{self._last_id}", system, self.delay_of)
        self._open[connection.id] = connection
        try:
            await websocket.accept(subprotocol=protocol)
            if self._ping_interval > 0:
                connection.start(keep_alive(connection, self._ping_interval))
            await connection.run(handler)
        finally:
            del self._open[connection.id]

    async def close_all(self, code: int, reason: str) -> None:
        """Closes every connection, and cuts those that do not answer."""
        for connection in self.select():
            connection.close_soon(code, reason)
        deadline = time.monotonic() + CLOSE_TIMEOUT
        while self._open and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        for connection in self.select():
            connection.cut()


async def keep_alive(connection: Connection, interval: float) -> None:
    """Cuts a connection that shows no sign of life for a whole interval.

    Any frame is one, and so is the pong to our protocol ping, which every WebSocket sends by itself.
    """

    def note_life() -> None:
        connection.is_alive = True

    while True:
        await asyncio.sleep(interval)
        if not connection.is_alive and not connection.is_frozen:
            connection.cut()
            return
        connection.is_alive = False
        connection.confirm(note_life)
