"""The `dashboard` profile: what a server is doing, for everybody who watches.

`{"type", "data"}` both ways. Clients sign in, watch, and send nothing but `ping`.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from connection import Connection
from fields import type_of, unknown_type
from frames import FrameError, Json, encode
from kit import Kit

MAX_CHUNK_BYTES = 1024
MAX_CHUNK_DELAY = 0.5
MAX_QUEUED_TASKS = 100


@dataclass(frozen=True)
class Output:
    """A piece of a task's output, written so many seconds after the piece before."""

    text: str
    after: float = 0.0


@dataclass(frozen=True)
class Task:
    """A command that is played, not run: an example must not run what strangers send."""

    id: str
    command: str
    output: tuple[Output, ...]
    fails: bool = False


def sample_task() -> Task:
    lines = ("Collecting pages\n", "Building 12 of 12\n", "Copying the result\n")
    return Task(f"task-{uuid.uuid4().hex[:8]}", "build docs", tuple(Output(line, 0.3) for line in lines))


class Dashboard:
    """Serves the clients of this system, and plays one task after the other."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._watchers: set[Connection] = set()
        self._queue: deque[Task] = deque()
        self._is_playing = False

    async def serve(self, connection: Connection) -> None:
        name = await self._kit.logins.admit(connection, "dashboard")
        self._watchers.add(connection)
        try:
            data = {"message": f"Connected as {name}", "client_count": len(self._watchers)}
            await connection.send({"type": "connected", "data": data})
            async for _ping in self._kit.inbox.read(connection, parse, complaint):
                await connection.send({"type": "pong", "data": {}})
        finally:
            self._watchers.discard(connection)

    def run(self, task: Task) -> None:
        """Queues a task; every client sees what becomes of it. Raises `FrameError` when too many wait."""
        if len(self._queue) >= MAX_QUEUED_TASKS:
            raise FrameError("busy", "Too many tasks are waiting.")
        self._queue.append(task)
        self._tell_status(task, "queued")
        self._log(task, "info", f"Queued: {task.command}")
        if not self._is_playing:
            self._is_playing = True
            self._kit.tasks.start(self._play_all())

    def notify(self, message: str, title: str | None, level: str | None) -> int:
        """Tells every client; says how many that were."""
        priority = "high" if level == "error" else "normal"
        return self._tell(
            "notification", {"title": title or "Notification", "message": message, "priority": priority}
        )

    async def play_samples(self) -> None:
        """Runs a sample task now and then, while somebody watches."""
        while True:
            await asyncio.sleep(self._kit.settings.dashboard_interval)
            if self._watchers and not self._is_playing:
                self.run(sample_task())

    async def _play_all(self) -> None:
        try:
            while self._queue:
                await self._play(self._queue.popleft())
        finally:
            self._is_playing = False

    async def _play(self, task: Task) -> None:
        self._tell_status(task, "running")
        self._tell_output(f"$ {task.command}\n", "info")
        chunks = Chunks(lambda text: self._tell_output(text, "output"))
        for piece in task.output:
            if piece.after > 0:
                await asyncio.sleep(piece.after)
            chunks.add(piece.text)
        chunks.flush()
        if task.fails:
            self._tell_output(f"{task.command} failed\n", "error")
        self._tell_status(task, "failed" if task.fails else "done")
        outcome = "failed" if task.fails else "done"
        self._log(task, "error" if task.fails else "info", f"{outcome.capitalize()}: {task.command}")
        self.notify(task.command, f"Task {outcome}", "error" if task.fails else None)

    def _tell_status(self, task: Task, status: str) -> None:
        self._tell("task_status", {"taskId": task.id, "status": status})

    def _tell_output(self, text: str, kind: str) -> None:
        self._tell("terminal_output", {"output": text, "type": kind})

    def _log(self, task: Task, level: str, message: str) -> None:
        self._tell("activity_log", {"level": level, "message": message, "metadata": {"taskId": task.id}})

    def _tell(self, name: str, data: Json) -> int:
        text = encode({"type": name, "data": data})
        return sum(watcher.push(text) for watcher in list(self._watchers))


class Chunks:
    """Collects text into chunks of at most 1024 bytes of UTF-8; none waits longer than half a second.

    Lines may be split anywhere, code points never.
    """

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send
        self._bytes = b""
        self._timer: asyncio.TimerHandle | None = None

    def add(self, text: str) -> None:
        self._bytes += text.encode(errors="replace")
        start = 0
        while len(self._bytes) - start >= MAX_CHUNK_BYTES:
            end = start + MAX_CHUNK_BYTES
            while (
                end < len(self._bytes) and self._bytes[end] & 0b1100_0000 == 0b1000_0000
            ):  # Inside of a code point.
                end -= 1
            self._emit(self._bytes[start:end])
            start = end
        self._bytes = self._bytes[start:]
        if self._bytes and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(MAX_CHUNK_DELAY, self.flush)

    def flush(self) -> None:
        if self._bytes:
            self._emit(self._bytes)
            self._bytes = b""

    def _emit(self, chunk: bytes) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self._send(chunk.decode())


def parse(frame: Json) -> tuple[str, str]:
    name = type_of(frame)
    if name != "ping":
        raise unknown_type(name, "ping")
    return name, name


def complaint(error: FrameError, frame: Json) -> Json:
    return {"type": "terminal_output", "data": {"output": f"{error.message}\n", "type": "error"}}
