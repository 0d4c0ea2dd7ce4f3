"""The checks before a WebSocket's handshake, answered in plain HTTP, and the choice of the system that it
speaks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from link import DENIAL
from origins import is_allowed_origin
from settings import SYSTEMS

SHARED_PATH = "/ws"
SYSTEM_AT = {
    "/autobot/ws": "autobot",
    "/wazuh/ws": "wazuh",
    "/chat/ws": "chat",
    "/dashboard/ws": "dashboard",
    "/nexus": "nexus",
    "/": "nexus",
}
"""Where each system is spoken whatever the client offers. `nexus` clients dial an address without a path."""

logger = logging.getLogger("chatwire")


def choose_system(path: str, offered: Iterable[str], default: str) -> tuple[str | None, str | None]:
    """The system that is spoken at a path, if any, and the sub-protocol to agree to.

    At `/ws` the first sub-protocol that names a system chooses. One that names none, or another one than
    the path's, is never agreed to: it may be a secret.
    """
    own = SYSTEM_AT.get(path)
    if own is None and path != SHARED_PATH:
        return None, None
    for protocol in offered:
        name = protocol.removesuffix(".chatwire")
        if name != protocol and name in ((own,) if own else SYSTEMS):
            return name, protocol
    return own or default, None


@dataclass
class Refusal:
    """So many next dials, of a system and a path or of any, are refused with this status."""

    status: int
    count: int
    system: str | None
    path: str | None


@dataclass
class Gatekeeper:
    """Says who gets no WebSocket at all.

    Who a client is comes later, when the socket is open, because a browser shows its page no HTTP status.
    Here is what no honest client meets: a wrong path (404), a foreign page (403), a server that is full
    (503).
    """

    paths: Collection[str]
    origins: Collection[str]
    default_system: str
    is_full: Callable[[], bool]
    refusals: list[Refusal] = field(default_factory=list)

    def refusal(self, path: str, headers: Mapping[str, str], offered: Iterable[str]) -> int | None:
        """The HTTP status of the refusal; None: welcome."""
        if path not in self.paths:
            return 404
        origin = headers.get("origin")
        if not is_allowed_origin(origin, headers.get("host"), self.origins):
            logger.warning(
                "Refused a WebSocket from origin %r: name it in CHATWIRE_ORIGINS if it is yours.", origin
            )
            return 403
        if ordered := self._ordered(path, choose_system(path, offered, self.default_system)[0]):
            return ordered
        return 503 if self.is_full() else None

    def _ordered(self, path: str, system: str | None) -> int | None:
        for refusal in self.refusals:
            if refusal.system in (None, system) and refusal.path in (None, path):
                refusal.count -= 1
                if refusal.count == 0:
                    self.refusals.remove(refusal)
                return refusal.status
        return None


class Gate:
    """ASGI middleware: lets a WebSocket through to the application, or refuses it with the gatekeeper's
    status.
    """

    def __init__(self, app: ASGIApp, gatekeeper: Gatekeeper) -> None:
        self._app = app
        self._gatekeeper = gatekeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        status = self._gatekeeper.refusal(scope["path"], Headers(scope=scope), scope["subprotocols"])
        if status is None:
            await self._app(scope, receive, send)
        elif DENIAL in (scope.get("extensions") or {}):
            await send({"type": f"{DENIAL}.start", "status": status, "headers": []})
            await send({"type": f"{DENIAL}.body", "body": b""})
        else:
            await send({"type": "websocket.close"})  # The server makes it a 403.
