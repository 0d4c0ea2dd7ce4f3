"""Starts FastAPI servers for tests in milliseconds: imports everything once, and forks for each server.

Each line on stdin is JSON, `{"id", "environment", "log"}`; the server's output goes to the file `log`. Each
line on stdout is JSON: `{"id", "pid", "url"}` when the server listens, `{"id", "tasks"}` when a SIGUSR1 has
asked how many tasks it has, `{"id", "exit"}` when it has ended. At the end of stdin all servers end.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
from types import FrameType
from typing import Any

import main
from settings import Settings

ids: dict[int, Any] = {}
"""By the process that serves it."""


def tell(message: dict[str, Any]) -> None:
    # One write: lines of several processes do not mix.
    os.write(channel, f"{json.dumps(message)}\n".encode())


def reap(_signal: int, _frame: FrameType | None) -> None:
    while ids:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        tell({"id": ids.pop(pid), "exit": os.waitstatus_to_exitcode(status)})


async def serve(order: dict[str, Any]) -> None:
    server = main.make_server(Settings.from_environment(order["environment"]))
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGUSR1, lambda: tell({"id": order["id"], "tasks": len(asyncio.all_tasks())})
    )
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():
        await asyncio.sleep(0.001)
    if server.started:
        tell({"id": order["id"], "pid": os.getpid(), "url": server.url})
    await serving


def become_server(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    main.log_to_stderr()
    asyncio.run(serve(order))


def run() -> None:
    signal.signal(signal.SIGCHLD, reap)
    gc.freeze()  # What is shared with the children stays as it is.
    for line in sys.stdin:
        order = json.loads(line)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # Not before its id is known.
        pid = os.fork()
        if pid == 0:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            become_server(order)
            return
        ids[pid] = order["id"]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    for pid in list(ids):
        os.kill(pid, signal.SIGKILL)


channel = os.dup(1)
run()
