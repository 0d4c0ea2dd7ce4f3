"""Trouble on demand, for tests and demonstrations: `POST /demo/…`. Not for production."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, Field, StrictBool, StrictStr
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse

from autobot import Autobot
from autobot_samples import sample_payloads
from connection import Connection, Disconnected
from connections import Selection
from control import read_body, read_json
from dashboard import Dashboard, Output, Task, sample_task
from frames import FrameError, encode
from gate import Gatekeeper, Refusal
from kit import Kit
from settings import SYSTEMS
from wazuh import Wazuh

Answer = dict[str, Any]

SYSTEM = f"^({'|'.join(SYSTEMS)})$"


class Listener(Protocol):
    """The server that listens on the port: it can be gone for a while, and come back on the same one."""

    def stop_listening(self) -> None:
        ...

    async def listen(self) -> None:
        ...


class OutputBody(BaseModel):
    text: StrictStr
    after: float = Field(0, ge=0, le=10_000)


class RunBody(BaseModel):
    taskId: StrictStr = Field(
        default_factory=lambda: f"task-{uuid.uuid4().hex[:8]}", min_length=1, max_length=128
    )
    command: StrictStr = Field("task", min_length=1, max_length=128)
    output: list[OutputBody] = Field([], max_items=1_000)
    fails: StrictBool = False


def selection(
    system: str | None = Query(None, regex=SYSTEM),
    path: str | None = None,
    connection: str | None = None,
    client: str | None = None,
) -> Selection:
    return Selection(system, path, connection, client)


class Faults:
    """The controls. Each says how many connections it reached; what is under way goes on in memory."""

    def __init__(
        self, kit: Kit, gatekeeper: Gatekeeper, wazuh: Wazuh, dashboard: Dashboard, autobot: Autobot
    ) -> None:
        self.listener: Listener | None = None
        """Set by `main.py`; without it the server cannot be stopped for a while."""
        self._kit = kit
        self._gatekeeper = gatekeeper
        self._wazuh = wazuh
        self._dashboard = dashboard
        self._autobot = autobot
        self._is_flooding = False

    def add_routes(self, router: APIRouter) -> None:
        controls: tuple[Callable[..., Any], ...] = (
            self.cut,
            self.close,
            self.half_open,
            self.slow,
            self.refuse,
            self.expire_tokens,
            self.stop,
            self.restart,
            self.flood,
            self.notify,
            self.run,
            self.emit,
        )
        for control in controls:
            path = f"/demo/{control.__name__.replace('_', '-')}"
            router.add_api_route(path, control, methods=["POST"], response_model=None)
        router.add_api_route("/demo/received", self.received, response_model=None)

    async def cut(self, chosen: Selection = Depends(selection)) -> Answer:
        """Ends connections without a close frame, as a dead network would (clients see code 1006)."""
        return {"ok": True, "cut": self._each(chosen, Connection.cut)}

    async def close(
        self, chosen: Selection = Depends(selection), code: int = Query(1000), reason: str = Query("")
    ) -> Answer:
        """Closes connections."""
        if not (1000 <= code <= 1014 and code not in (1004, 1005, 1006) or 3000 <= code <= 4999):
            raise HTTPException(
                400, "code must be from 1000 to 1014, but not 1004 to 1006, or from 3000 to 4999."
            )
        if len(reason.encode(errors="replace")) > 123:
            raise HTTPException(400, "reason may have 123 bytes.")
        return {
            "ok": True,
            "closed": self._each(chosen, lambda connection: connection.close_soon(code, reason)),
        }

    async def half_open(self, chosen: Selection = Depends(selection)) -> Answer:
        """Leaves connections half-open: neither reads nor sends any more, but keeps the TCP connection."""
        return {"ok": True, "frozen": sum(map(Connection.freeze, self._kit.connections.select(chosen)))}

    async def slow(
        self, chosen: Selection = Depends(selection), ms: int = Query(500, ge=0, le=60_000)
    ) -> Answer:
        """Holds every frame back for so long; 0 ends it."""
        self._kit.connections.slow_down(ms / 1000, chosen)
        return {"ok": True, "ms": ms}

    async def refuse(
        self,
        count: int = Query(1, ge=1, le=1_000),
        status: int = Query(503, ge=300, le=599),
        system: str | None = Query(None, regex=SYSTEM),
        path: str | None = None,
    ) -> Answer:
        """Answers the next dials with an HTTP status."""
        self._gatekeeper.refusals.append(Refusal(status, count, system, path))
        return {"ok": True, "count": count, "status": status}

    async def expire_tokens(self) -> Answer:
        """Every token so far counts as expired."""
        return {"ok": True, "closed": self._kit.logins.expire_all()}

    async def stop(self, seconds: float = Query(10, ge=0, le=60)) -> JSONResponse:
        """Gone for a while, then back on the same port."""
        return self._go(seconds, says_goodbye=False)

    async def restart(self, seconds: float = Query(1, ge=0, le=60)) -> JSONResponse:
        """The same, but says goodbye with 1012."""
        return self._go(seconds, says_goodbye=True)

    async def flood(
        self,
        chosen: Selection = Depends(selection),
        count: int = Query(2_000, ge=1, le=100_000),
        size: int = Query(245, ge=0, le=65_536),
    ) -> Answer:
        """Sends as fast as the clients read; without a selection to `/ws`."""
        if self._is_flooding:
            raise HTTPException(409, "A flood is running already.")
        self._is_flooding = True
        try:
            targets = self._kit.connections.select(Selection(path="/ws") if chosen == Selection() else chosen)
            sent = await asyncio.gather(*(flood(connection, count, size) for connection in targets))
            return {"ok": True, "sent": sum(sent)}
        finally:
            self._is_flooding = False

    async def notify(
        self, message: str = Query(..., min_length=1), title: str | None = None, level: str | None = None
    ) -> Answer:
        """Notifies `wazuh` and `dashboard`."""
        sent = self._wazuh.notify(message, title, level) + self._dashboard.notify(message, title, level)
        return {"ok": True, "sent": sent}

    async def run(self, request: Request) -> Answer:
        """Runs a `dashboard` task."""
        body = await read_body(request, RunBody)
        output = tuple(Output(piece.text, piece.after / 1000) for piece in body.output)
        task = Task(body.taskId, body.command, output, body.fails) if body.__fields_set__ else sample_task()
        try:
            self._dashboard.run(task)
        except FrameError as error:
            raise HTTPException(409, error.message) from None
        return {"ok": True, "taskId": task.id}

    async def emit(self, request: Request, type: str = Query(..., min_length=1)) -> Answer:
        """Sends one message to every `autobot` connection; a sample of it where no payload is given."""
        sample = sample_payloads().get(type)
        if sample is None:
            raise HTTPException(400, "type must be one of a message that autobot sends.")
        return {"ok": True, "sent": self._autobot.emit(type, await read_json(request) or sample)}

    async def received(self) -> Answer:
        """What has arrived so far."""
        counts = self._kit.inbox.ledger.counts
        return {"total": counts.total(), "counts": dict(counts)}

    def _each(self, chosen: Selection, act: Callable[[Connection], object]) -> int:
        connections = self._kit.connections.select(chosen)
        for connection in connections:
            act(connection)
        return len(connections)

    def _go(self, seconds: float, says_goodbye: bool) -> JSONResponse:
        if self.listener is None:
            raise HTTPException(501, "Start the server by main.py: it must own its port for this.")
        # The answer must be out before the server goes.
        going = BackgroundTask(self._start_to_be_gone, self.listener, seconds, says_goodbye)
        return JSONResponse(
            {"ok": True, "seconds": seconds}, headers={"Connection": "close"}, background=going
        )

    async def _start_to_be_gone(self, listener: Listener, seconds: float, says_goodbye: bool) -> None:
        self._kit.tasks.start(self._be_gone(listener, seconds, says_goodbye))

    async def _be_gone(self, listener: Listener, seconds: float, says_goodbye: bool) -> None:
        listener.stop_listening()
        if says_goodbye:
            await self._kit.connections.close_all(1012, "Service restart")
        for connection in self._kit.connections.select():
            connection.cut()
        await asyncio.sleep(seconds)
        await listener.listen()


async def flood(connection: Connection, count: int, size: int) -> int:
    """Sends so many messages of so many bytes, and says how many the connection took before it ended."""
    for index in range(count):
        payload = {"index": index, "count": count, "padding": ""}
        bare = len(encode({"type": "flood", "payload": payload}))
        payload["padding"] = "x" * (size - bare)
        try:
            await connection.send({"type": "flood", "payload": payload})
        except Disconnected:
            return index
    return count
