"""What was said, and what is answered next."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from typing import Any

from connection import Disconnected
from frames import FrameError
from responder import Responder, ResponderError, Turn

MAX_WAITING = 64
MAX_TURNS = 20
MAX_TURN_LENGTH = 4_000
MAX_ANSWER_LENGTH = 64 * 1024

Start = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Begins a task for its owner: `Connection.start` for one that ends with the connection, `TaskSet.start`
for others.
"""

logger = logging.getLogger("chatwire")


class Conversation:
    """Answers its messages one after the other, in their order, and remembers the last turns."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder
        self._turns: deque[Turn] = deque(maxlen=MAX_TURNS)
        self._lock = asyncio.Lock()  # First come, first served.
        self._waiting: set[asyncio.Task[None]] = set()

    @property
    def model(self) -> str:
        return self._responder.model

    @property
    def turns(self) -> list[Turn]:
        """What is remembered, oldest first: a copy."""
        return list(self._turns)

    def take_turn(self, start: Start, answer: Callable[[], Awaitable[None]]) -> None:
        """Runs `answer`, which calls `reply`, when all before it have been answered. Raises `FrameError`
        when too many wait.
        """
        if len(self._waiting) > MAX_WAITING:
            raise busy()
        task = start(self._in_turn(answer))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def reply(self, message: str, on_piece: Callable[[str], Awaitable[None]] | None = None) -> str:
        """The responder's answer, which also goes to `on_piece` as it comes. Raises `ResponderError`."""
        answer = ""
        try:
            async with aclosing(self._responder.reply(message, self.turns)) as pieces:
                async for piece in pieces:
                    if piece and on_piece:
                        await on_piece(piece)
                    answer += piece
                    if len(answer) > MAX_ANSWER_LENGTH:
                        break  # A model that does not stop is stopped here.
        except (ResponderError, Disconnected):
            raise
        except Exception:
            # A fault of ours: the details go to the log, not to the client.
            logger.exception("The responder failed.")
            raise ResponderError(
                "system_error", "The answer could not be written; the server log says why."
            ) from None
        if not answer:
            raise ResponderError("llm_empty", "The model gave no answer. Try again.")
        for turn in (Turn("user", message), Turn("assistant", answer)):
            self._turns.append(Turn(turn.role, turn.text[:MAX_TURN_LENGTH]))
        return answer

    async def _in_turn(self, answer: Callable[[], Awaitable[None]]) -> None:
        async with self._lock:
            await answer()


def busy() -> FrameError:
    return FrameError("busy", "Too much is waiting to be answered here. Send it again later.")
