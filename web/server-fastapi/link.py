"""What a server sometimes must do to a WebSocket and ASGI has no words for."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_impl import WebSocketProtocol

EXTENSION = "chatwire.link"
DENIAL = "websocket.http.response"
FROZEN_SECONDS = 300.0


class Status(int):
    """An HTTP status for `websockets`; unlike `http.HTTPStatus` it may be one without a name."""

    @property
    def value(self) -> int:
        return int(self)

    @property
    def phrase(self) -> str:
        return http.client.responses.get(self, "Refused")


class Link(WebSocketProtocol):  # type: ignore[misc]  # uvicorn 0.17 has no types
    """uvicorn's WebSocket, with more for the application to reach under `scope["extensions"]`.

    Given to uvicorn as `uvicorn.Config(ws=Link)`. The application works without it, as under `uvicorn
    main:app`: then a refusal is always HTTP 403, and a connection that is cut gets a close frame.
    """

    is_frozen = False

    async def run_asgi(self) -> None:
        self.scope["extensions"] = {EXTENSION: self, DENIAL: {}}
        await super().run_asgi()

    async def asgi_send(self, message: dict[str, Any]) -> None:
        """Adds ASGI's "WebSocket Denial Response" extension, which newer uvicorns have: a refusal with a
        status.
        """
        if message["type"] == f"{DENIAL}.start":
            self.initial_response: Any = (Status(message["status"]), [], b"")
            self.handshake_started_event.set()
            self.closed_event.set()
        elif message["type"] != f"{DENIAL}.body":
            await super().asgi_send(message)

    async def write_frame(self, *arguments: Any, **options: Any) -> None:
        if not self.is_frozen:
            await super().write_frame(*arguments, **options)

    def cut(self) -> None:
        """Ends the connection without a close frame, as a dead network does: the client sees code 1006."""
        self.transport.abort()

    def freeze(self) -> None:
        """Neither reads nor sends any more, but keeps the TCP connection, for five minutes."""
        self.is_frozen = True
        self.transport.pause_reading()
        self.loop.call_later(FROZEN_SECONDS, self.cut)

    async def confirm(self, on_delivered: Callable[[], None]) -> None:
        """Calls back once all that was sent before has reached the client; never, if the connection is lost
        before.

        Every WebSocket answers a protocol ping by itself and in order: the pong proves it, with no help
        from the client's application.
        """

        def settle(pong: asyncio.Future[float]) -> None:
            if not pong.cancelled() and pong.exception() is None:
                on_delivered()

        (await self.ping()).add_done_callback(settle)


def link_of(websocket: WebSocket) -> Link | None:
    """The link under a WebSocket, where uvicorn was started with it."""
    extensions: dict[str, Any] = websocket.scope.get("extensions") or {}
    return extensions.get(EXTENSION)
