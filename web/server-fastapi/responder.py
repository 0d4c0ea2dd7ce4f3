"""Who writes the answers. Put a model of your own here: anything with `model` and `reply`."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from arithmetic import find_calculation


TOPICS = {
    r"\b(reconnect\w*|retry|retries|backoff|outage)\b": (
        "After a lost connection Chatwire waits and dials again, longer each time and up to a limit. What you "
        "send meanwhile waits in its queue, and a disconnect() of your own is never undone."
    ),
    r"\b(queue\w*|outbox|offline)\b": (
        "What is sent without a connection waits in the outbox, in its order, and leaves when the connection "
        "is back. The outbox is bounded, and what it drops it reports."
    ),
    r"\b(ping|pong|heartbeat|keep-?alive)s?\b": (
        "Whoever shows no sign of life for too long is given up: any frame counts as one, and so does the "
        "pong that every WebSocket sends by itself."
    ),
}


@dataclass(frozen=True)
class Turn:
    """One thing said in a conversation."""

    role: Literal["user", "assistant"]
    text: str


class ResponderError(Exception):
    """Why there is no answer, in words that may be shown to the user."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Responder(Protocol):
    """Answers a message piece by piece; the pieces joined are the answer."""

    @property
    def model(self) -> str:
        """The name that clients see."""

    def reply(self, message: str, history: Sequence[Turn]) -> AsyncGenerator[str, None]:
        """`history` is what was said before, oldest first. Raises `ResponderError`."""


class EmbeddedResponder:
    """A few rules at the pace of a model: no network, no key, and no claim that is not true."""

    model = "chatwire-embedded"

    def __init__(self, delay: tuple[float, float]) -> None:
        """`delay`: seconds between two pieces, at least and at most."""
        self._delay = delay

    async def reply(self, message: str, history: Sequence[Turn]) -> AsyncGenerator[str, None]:
        for piece in re.findall(r"\S{1,16}\s*|\s+", compose_answer(message, history)):
            await asyncio.sleep(random.uniform(*self._delay))
            yield piece


def compose_answer(message: str, history: Sequence[Turn]) -> str:
    """Says what arrived, so that the user sees that it arrived whole."""
    words = len(message.split())
    if words <= 4 and re.match(r"\W*(hi|hello|hey)\b", message, re.IGNORECASE):
        return (
            "Hello! I am the responder built into the FastAPI example: a few rules, no language model. Give me "
            "a sum such as 12 * (3 + 4), or ask what you said before. "
            '"Deploy the docs" starts a workflow in an autobot chat.'
        )
    if re.search(
        r"\bwhat (did|have) i\b.*\b(say|said|ask|asked|write|written|wrote)\b", message, re.IGNORECASE
    ):
        return _recall([turn.text for turn in history if turn.role == "user"])
    if calculation := find_calculation(message):
        return f"{calculation.expression} = {calculation.value:.12g}."
    for topic, answer in TOPICS.items():
        if re.search(topic, message, re.IGNORECASE):
            return answer
    return (
        f'Received. You wrote "{shorten(message, 160)}": {words} {"word" if words == 1 else "words"}. '
        "Next step: put a model behind reply() in responder.py."
    )


def shorten(text: str, limit: int) -> str:
    """The first `limit` characters on one line, with an ellipsis when there is more."""
    line = " ".join(text.split())
    return f"{line[: limit - 1]}…" if len(line) > limit else line


def _recall(earlier: list[str]) -> str:
    if not earlier:
        return "Nothing yet: that was your first message in this chat."
    number = "one message" if len(earlier) == 1 else f"{len(earlier)} messages"
    return f'I remember {number} of yours. The last one was: "{shorten(earlier[-1], 200)}".'
