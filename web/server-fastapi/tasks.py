"""Tasks that somebody owns: none is lost, none outlives its owner, and what one raises is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

logger = logging.getLogger("chatwire")


def _log(error: BaseException) -> None:
    logger.error("A task failed.", exc_info=error)


class TaskSet:
    """Tasks with one owner, who stops them at its end."""

    def __init__(self, on_error: Callable[[BaseException], None] = _log) -> None:
        """`on_error` is told what a task raises, other than its cancellation."""
        self._on_error = on_error
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)  # The event loop itself holds tasks only weakly.
        task.add_done_callback(self._finish)
        return task

    def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def stop(self) -> None:
        """Cancels what runs and waits for its end."""
        self.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._on_error(error)
