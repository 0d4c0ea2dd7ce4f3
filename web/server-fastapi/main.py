"""The reference backend on FastAPI and uvicorn: five systems, one file each. `python3 main.py` starts it."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Mapping

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, WebSocket
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from autobot import Autobot
from chat import Chat
from connection import Handler
from control import Guard
from dashboard import Dashboard
from faults import Faults
from frames import Json, now
from gate import SHARED_PATH, SYSTEM_AT, Gate, Gatekeeper, choose_system
from kit import Kit
from link import Link
from login import add_token_route
from nexus import Nexus
from origins import is_loopback
from probes import Probes
from server import Server
from settings import Settings, SettingsError
from wazuh import Wazuh

logger = logging.getLogger("chatwire")


class Backend:
    """The parts of the server, and the application that is made of them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kit = Kit.of(settings)
        self.autobot = Autobot(self.kit)
        self.wazuh = Wazuh(self.kit)
        self.dashboard = Dashboard(self.kit)
        probes = Probes(self.kit)
        self.systems: Mapping[str, Handler] = {
            "autobot": self.autobot.serve,
            "wazuh": self.wazuh.serve,
            "chat": Chat(self.kit).serve,
            "dashboard": self.dashboard.serve,
            "nexus": Nexus(self.kit).serve,
        }
        self.probes: Mapping[str, Handler] = {
            "/ws-test": probes.echo,
            "/ws-ask": probes.ask,
            "/ws/health": probes.health,
        }
        self.paths = {*SYSTEM_AT, SHARED_PATH, *self.probes}
        connections = self.kit.connections
        gatekeeper = Gatekeeper(
            self.paths,
            settings.origins,
            settings.system,
            lambda: len(connections) >= settings.max_connections,
        )
        self.faults = Faults(self.kit, gatekeeper, self.wazuh, self.dashboard, self.autobot)
        self.app = self._make_app(gatekeeper)

    def _make_app(self, gatekeeper: Gatekeeper) -> FastAPI:
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.add_middleware(Gate, gatekeeper=gatekeeper)
        for path in ("/health", "/ws/health"):
            app.router.add_api_route(path, self.health)
        for path in self.paths:
            app.router.add_api_websocket_route(path, self.serve)
            app.router.add_route(path, self.explain_upgrade)
        if self.settings.demo:
            guarded = APIRouter(dependencies=[Depends(Guard(self.settings.origins).check)])
            add_token_route(guarded, self.kit.tokens)
            self.faults.add_routes(guarded)
            app.include_router(guarded)
        app.add_exception_handler(StarletteHTTPException, tell_error)
        app.add_exception_handler(RequestValidationError, tell_invalid)
        app.add_event_handler("startup", self.start)
        app.add_event_handler("shutdown", self.stop)
        return app

    async def serve(self, websocket: WebSocket) -> None:
        """Every WebSocket: finds out what it speaks, and serves it until it ends."""
        path = websocket.scope["path"]
        system, protocol = choose_system(path, websocket.scope["subprotocols"], self.settings.system)
        handler = self.systems[system] if system else self.probes[path]
        await self.kit.connections.serve(websocket, system, protocol, handler)

    async def health(self) -> Json:
        return {"status": "healthy", "timestamp": now(), "connections": len(self.kit.connections)}

    async def explain_upgrade(self, request: Request) -> JSONResponse:
        return JSONResponse(
            {"error": "Open this path as a WebSocket."}, 426, headers={"Upgrade": "websocket"}
        )

    async def start(self) -> None:
        if self.settings.dashboard_interval > 0:
            self.kit.tasks.start(self.dashboard.play_samples())

    async def stop(self) -> None:
        self.autobot.stop()
        await self.kit.tasks.stop()


async def tell_error(request: Request, error: StarletteHTTPException) -> JSONResponse:
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)


async def tell_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    problems = (f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors())
    return JSONResponse({"error": f"{'; '.join(problems)}."}, 400)


def create_app() -> FastAPI:
    """For uvicorn's command line: `uvicorn --factory main:create_app`."""
    return Backend(Settings.from_environment(os.environ)).app


def make_server(settings: Settings) -> Server:
    backend = Backend(settings)
    config = uvicorn.Config(
        backend.app,
        host=settings.host,
        port=settings.port,
        ws=Link,
        ws_max_size=settings.max_payload,
        ws_ping_interval=None,  # Our own pings know a frozen connection from a dead one.
        ws_per_message_deflate=False,  # Costs more than it saves on small messages.
        log_config=None,
        access_log=False,  # It would write tokens: they are in the address.
    )
    server = Server(config, backend.kit.connections)
    backend.faults.listener = server
    return server


def log_to_stderr() -> None:
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)


def main() -> int:
    log_to_stderr()
    try:
        settings = Settings.from_environment(os.environ)
        if settings.public_secrets and not is_loopback(settings.host):
            names = " and ".join(settings.public_secrets)
            logger.warning("Others can reach this server. Set %s: the default is public.", names)
        make_server(settings).run()
    except (SettingsError, OSError) as error:
        print(explain(error), file=sys.stderr)
        return 1
    return 0


def explain(error: Exception) -> str:
    """One line that says how to mend it, where we know."""
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return "The port is taken by another program. Stop that, or choose another: PORT=8081."
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return "The port needs privileges. Choose one above 1023, such as PORT=8080."
    return str(error)


if __name__ == "__main__":
    sys.exit(main())
