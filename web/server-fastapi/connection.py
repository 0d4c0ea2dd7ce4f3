"""One client's connection: a bounded outbox, back-pressure, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from starlette.datastructures import QueryParams
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from frames import Json, encode
from link import link_of
from outbox import Close, Confirm, Outbox, OutboxFull
from tasks import TaskSet

HIGH_WATER = 1024 * 1024
"""A producer that waits for its client goes on below this."""

OUTBOX_LIMIT = 16 * 1024 * 1024
"""A client that does not read is cut off when this much waits for it."""

CLOSE_TIMEOUT = 1.0
"""A client that does not answer our close frame is cut off after so many seconds."""

# What comes of sending to a client that has gone; versions of uvicorn and Starlette differ.
_GONE = (ConnectionClosed, WebSocketDisconnect, RuntimeError)

Handler = Callable[["Connection"], Awaitable[None]]

logger = logging.getLogger("chatwire")


class State(Enum):
    """Of a connection, from its own side."""

    OPEN = auto()
    CLOSING = auto()
    """A close frame is queued behind what waits; nothing more is sent."""
    ENDED = auto()


class Disconnected(ConnectionError):
    """The connection has ended, or is about to: nothing more can be sent on it."""


@dataclass(frozen=True)
class Selection:
    """Some of the connections: all that is given must fit."""

    system: str | None = None
    path: str | None = None
    connection: str | None = None


@dataclass(frozen=True)
class Batch:
    """Several messages in one frame, as a client asked for it: `?batch=16&batch_ms=20&batch_form=lines`."""

    count: int
    delay: float
    form: str

    @classmethod
    def asked_for(cls, query: QueryParams) -> Batch | None:
        """What the address asks for. Nonsense counts as nothing: each message has a frame of its own."""
        try:
            count, delay = int(query.get("batch", "0")), float(query.get("batch_ms", "20"))
        except ValueError:
            return None
        if not (2 <= count <= 1000 and 0 <= delay <= 1000):
            return None
        return cls(count, delay / 1000, query.get("batch_form", "array"))

    def join(self, texts: list[str]) -> str:
        return "\n".join(texts) if self.form == "lines" else f"[{','.join(texts)}]"


class Connection:
    """An accepted WebSocket.

    A profile reads from `frames()`, answers with `await send(…)`, which waits for a slow client, and
    broadcasts to others with `push(…)`, which never waits. Only one task writes to the socket. `run` ends
    it and every task begun with `start` when either side closes.
    """

    def __init__(
        self, websocket: WebSocket, connection_id: str, system: str | None, delay: Callable[[], float]
    ) -> None:
        self.id = connection_id
        self.system = system
        self.path: str = websocket.scope["path"]
        self.query = websocket.query_params
        self.headers = websocket.headers
        self.protocols: list[str] = websocket.scope["subprotocols"]
        self.is_alive = True
        """Has shown a sign of life since somebody set this to false."""
        self._websocket = websocket
        self._batch = Batch.asked_for(websocket.query_params)
        self._outbox = Outbox(HIGH_WATER, OUTBOX_LIMIT, delay)
        self._tasks = TaskSet(self._fail)
        self._handler: asyncio.Task[None] | None = None
        self._state = State.OPEN

    async def run(self, handler: Handler) -> None:
        """Serves the client until it leaves or is closed. Raises nothing, and leaves no task behind."""
        self._handler = asyncio.current_task()
        writer = asyncio.create_task(self._write())
        try:
            await handler(self)
        except Disconnected:
            pass
        except asyncio.CancelledError:
            if self._state is not State.ENDED:
                raise
        except Exception as error:
            self._fail(error)
        finally:
            await self._tasks.stop()
            if self._state is State.CLOSING:
                await asyncio.wait([writer], timeout=CLOSE_TIMEOUT)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begins a task that ends with the connection at the latest."""
        return self._tasks.start(work)

    async def frames(self) -> AsyncIterator[str | bytes]:
        """What the client sends, until it leaves."""
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            self.is_alive = True
            text = message.get("text")
            yield message["bytes"] if text is None else text

    async def send(self, message: Json) -> None:
        """Sends one message, and waits while the client is behind. Raises `Disconnected`."""
        await self._put(encode(message))

    async def send_bytes(self, data: bytes) -> None:
        """Sends one binary frame, and waits while the client is behind. Raises `Disconnected`."""
        await self._put(data)

    def push(self, frame: Json | str | bytes) -> bool:
        """Sends one message, or a frame as it is, and never waits. False: the client is gone or too slow."""
        if self._state is not State.OPEN:
            return False
        try:
            self._outbox.put_nowait(encode(frame) if isinstance(frame, dict) else frame)
        except OutboxFull:
            logger.warning("Connection %s was cut: its client does not read.", self.id)
            self.cut()
            return False
        return True

    def confirm(self, on_delivered: Callable[[], None]) -> None:
        """Calls back once all that was sent before has reached the client; never, if it is lost first."""
        if self._state is State.OPEN:
            self._outbox.put_always(Confirm(on_delivered))

    def close_soon(self, code: int, reason: str) -> None:
        """Closes with this code after what is queued. `reason` has up to 123 bytes and no secrets: proxies
        log it.
        """
        if self.is_frozen:
            self.cut()
        elif self._state is State.OPEN:
            self._state = State.CLOSING
            self._outbox.put_always(Close(code, reason))

    async def close(self, code: int, reason: str) -> None:
        """Closes with this code, and ends the handler that calls it."""
        self.close_soon(code, reason)
        raise Disconnected

    def cut(self) -> None:
        """Ends the connection at once, without a close frame where the server can do that."""
        self._end()
        if link := link_of(self._websocket):
            link.cut()
        elif self._handler:
            self._handler.cancel()

    def freeze(self) -> bool:
        """Leaves the connection half-open, where the server can do that: it stays, but nothing comes or
        goes any more.
        """
        link = link_of(self._websocket)
        if link is None:
            return False
        link.freeze()
        return True

    @property
    def is_frozen(self) -> bool:
        link = link_of(self._websocket)
        return link is not None and link.is_frozen

    async def _put(self, frame: str | bytes) -> None:
        if self._state is State.OPEN:
            await self._outbox.put(frame)
        if self._state is not State.OPEN:
            raise Disconnected

    async def _write(self) -> None:
        try:
            while not isinstance(frame := await self._next_frame(), Close):
                await self._write_frame(frame)
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._websocket.close(frame.code, frame.reason)
        except TimeoutError:
            self.cut()
        except _GONE:
            pass
        finally:
            self._end()

    async def _write_frame(self, frame: str | bytes | Confirm) -> None:
        if isinstance(frame, str):
            await self._websocket.send_text(frame)
        elif isinstance(frame, bytes):
            await self._websocket.send_bytes(frame)
        elif link := link_of(self._websocket):
            await link.confirm(frame.on_delivered)
        else:
            frame.on_delivered()

    async def _next_frame(self) -> str | bytes | Confirm | Close:
        frame = await self._outbox.get()
        if self._batch is None or not isinstance(frame, str):
            return frame
        texts = [frame]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._batch.delay):
                while len(texts) < self._batch.count and await self._outbox.next_is_text():
                    texts.append(str(await self._outbox.get()))
        return self._batch.join(texts)

    def _end(self) -> None:
        self._state = State.ENDED
        self._outbox.shut()

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, Disconnected):
            logger.error("The handler of connection %s failed.", self.id, exc_info=error)
            self.close_soon(1011, "Internal error")


class Connections:
    """All open connections, on whatever path."""

    def __init__(self, ping_interval: float) -> None:
        """`ping_interval`: seconds; 0 for no pings, and no cuts either."""
        self.delay = 0.0
        """Seconds that every frame is held back."""
        self._ping_interval = ping_interval
        self._open: dict[str, Connection] = {}
        self._last_id = 0

    def __len__(self) -> int:
        return len(self._open)

    def select(self, selection: Selection = Selection()) -> list[Connection]:
        """A copy, so that callers may close connections while they walk it."""
        return [
            connection
            for connection in self._open.values()
            if selection.system in (None, connection.system)
            and selection.path in (None, connection.path)
            and selection.connection in (None, connection.id)
        ]

    async def serve(
        self, websocket: WebSocket, system: str | None, protocol: str | None, handler: Handler
    ) -> None:
        """Accepts a WebSocket and runs a handler on it until it ends."""
        self._last_id += 1
        connection = Connection(websocket, f"c{self._last_id}", system, lambda: self.delay)
        self._open[connection.id] = connection
        try:
            await websocket.accept(subprotocol=protocol)
            if self._ping_interval > 0:
                connection.start(self._keep_alive(connection))
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

    async def _keep_alive(self, connection: Connection) -> None:
        """Cuts a connection that shows no sign of life for a whole interval: a frame, or the pong to our
        protocol ping, which every WebSocket sends by itself.
        """

        def note_life() -> None:
            connection.is_alive = True

        while True:
            await asyncio.sleep(self._ping_interval)
            if not connection.is_alive and not connection.is_frozen:
                logger.info("Connection %s was cut: no sign of life.", connection.id)
                connection.cut()
                return
            connection.is_alive = False
            connection.confirm(note_life)
