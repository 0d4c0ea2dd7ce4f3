"""uvicorn, with what a reference server needs beyond it."""

from __future__ import annotations

import asyncio
import functools

import uvicorn

from connections import Connections
from link import Link

REBIND_TIMEOUT = 5.0
"""How many seconds to try for a port that somebody else took while we were gone."""


class Server(uvicorn.Server):  # type: ignore[misc]  # uvicorn 0.17 has no types
    """uvicorn, but it says goodbye when it stops, and can come back on its port after a while."""

    def __init__(self, config: uvicorn.Config, connections: Connections) -> None:
        super().__init__(config)
        self.servers: list[asyncio.Server] = []
        self._connections = connections
        self._port: int = config.port

    @property
    def url(self) -> str:
        host = self.config.host
        if host in ("0.0.0.0", "::"):
            host = "127.0.0.1"  # "Every address" is no address to dial.
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    async def startup(self, sockets: object = None) -> None:
        await self.lifespan.startup()
        try:
            await self.listen()
        except OSError:
            await self.lifespan.shutdown()
            raise
        self.started = True
        print(f"Chatwire is ready at {self.url}/", flush=True)

    async def shutdown(self, sockets: object = None) -> None:
        self.stop_listening()
        await self._connections.close_all(1001, "Server is shutting down")
        await super().shutdown()

    def stop_listening(self) -> None:
        """Closes the port, and the plain HTTP connections, on which clients could go on to ask."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            if not isinstance(connection, Link):
                connection.shutdown()

    async def listen(self) -> None:
        """Opens the port, at first or again: then with patience, since another program may hold it for a
        moment.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + (REBIND_TIMEOUT if self.started else 0)
        protocol = functools.partial(
            self.config.http_protocol_class, config=self.config, server_state=self.server_state
        )
        while not any(server.is_serving() for server in self.servers):
            try:
                self.servers = [await loop.create_server(protocol, self.config.host, self._port)]
            except OSError:
                if loop.time() >= deadline:
                    raise
                await asyncio.sleep(0.1)
        self._port = self.servers[0].sockets[0].getsockname()[1]
