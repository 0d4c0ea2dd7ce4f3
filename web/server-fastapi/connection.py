"""One client's connection: a bounded outbox, back-pressure, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from enum import Enum, auto
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from batch import Batch
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


class Disconnected(Exception):
    """The connection has ended, or is about to: nothing more can be sent on it."""


class Connection:
    """An accepted WebSocket.

    A profile reads from `frames()`, answers with `await send(…)`, which waits for a slow client, and
    broadcasts to others with `push(…)`, which never waits. Only one task writes to the socket. `run` ends
    it and every task begun with `start` when either side closes.
    """

    def __init__(
        self,
        websocket: WebSocket,
        connection_id: str,
        system: str | None,
        delay_of: Callable[[Connection], float],
    ) -> None:
        self.id = connection_id
        self.system = system
        self.path: str = websocket.scope["path"]
        self.query = websocket.query_params
        self.client = websocket.query_params.get("client")
        self.headers = websocket.headers
        self.protocols: list[str] = websocket.scope["subprotocols"]
        self.is_alive = True
        """Has shown a sign of life since somebody set this to false."""
        self._websocket = websocket
        self._batch = Batch.asked_for(websocket.query_params)
        self._in_binary = websocket.query_params.get("frames") == "binary"
        self._outbox = Outbox(HIGH_WATER, OUTBOX_LIMIT, lambda: delay_of(self))
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
        except Exception as error:
            self._fail(error)
            self.cut()
        finally:
            self._end()

    async def _write_frame(self, frame: str | bytes | Confirm) -> None:
        if isinstance(frame, str) and self._in_binary:
            await self._websocket.send_bytes(frame.encode())
        elif isinstance(frame, str):
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
