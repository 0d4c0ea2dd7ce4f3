"""Units of web/server-fastapi that no client reaches: a model that fails, hangs or does not stop."""

from __future__ import annotations

import asyncio
import unittest
from collections.abc import AsyncGenerator, Coroutine, Sequence
from typing import Any

from connection import Disconnected
from conversation import MAX_ANSWER_LENGTH, MAX_WAITING, Conversation
from frames import FrameError
from outbox import Outbox, OutboxFull
from responder import ResponderError, Turn
from tasks import TaskSet


class Scripted:
    """A model that says its pieces, and raises what is among them."""

    model = "scripted"

    def __init__(self, *pieces: str | Exception) -> None:
        self._pieces = pieces
        self.is_closed = False

    async def reply(self, message: str, history: Sequence[Turn]) -> AsyncGenerator[str, None]:
        try:
            for piece in self._pieces:
                await asyncio.sleep(0)
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.is_closed = True


async def ignore(piece: str) -> None:
    pass


class ConversationTest(unittest.IsolatedAsyncioTestCase):
    async def test_a_model_that_cannot_be_reached_is_a_system_error_and_only_the_log_says_why(self) -> None:
        for fault in (ConnectionRefusedError("secret"), ValueError("secret")):
            conversation = Conversation(Scripted("a", fault))
            with self.assertLogs("chatwire", "ERROR") as log, self.assertRaises(ResponderError) as raised:
                await conversation.reply("hi", ignore)
            self.assertEqual(raised.exception.code, "system_error")
            self.assertNotIn("secret", raised.exception.message)
            self.assertIn("secret", log.output[0])
            self.assertEqual(conversation.turns, [])

    async def test_what_the_model_says_about_its_failure_is_passed_on(self) -> None:
        with self.assertRaises(ResponderError) as raised:
            await Conversation(Scripted(ResponderError("llm_timeout", "Too slow."))).reply("hi")
        self.assertEqual(raised.exception.code, "llm_timeout")

    async def test_no_answer_is_an_error(self) -> None:
        with self.assertRaises(ResponderError) as raised:
            await Conversation(Scripted("", "")).reply("hi")
        self.assertEqual(raised.exception.code, "llm_empty")

    async def test_a_model_that_does_not_stop_is_stopped(self) -> None:
        model = Scripted(*["x" * 1024] * 1000)
        answer = await Conversation(model).reply("hi")
        self.assertLess(len(answer), MAX_ANSWER_LENGTH + 2048)
        self.assertTrue(model.is_closed)

    async def test_a_client_that_has_gone_ends_the_answer_at_once(self) -> None:
        async def gone(piece: str) -> None:
            raise Disconnected

        model = Scripted("a", "b")
        with self.assertRaises(Disconnected):
            await Conversation(model).reply("hi", gone)
        self.assertTrue(model.is_closed)

    async def test_a_cancelled_answer_lets_the_next_one_have_its_turn(self) -> None:
        conversation, tasks = Conversation(Scripted("a")), TaskSet()
        answers: list[str] = []
        started: list[asyncio.Task[None]] = []

        def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
            started.append(tasks.start(work))
            return started[-1]

        async def hang() -> None:
            await asyncio.Event().wait()

        async def second() -> None:
            answers.append(await conversation.reply("hi"))

        conversation.take_turn(start, hang)
        conversation.take_turn(start, second)
        await asyncio.sleep(0)
        started[0].cancel()
        await started[1]
        self.assertEqual(answers, ["a"])

    async def test_so_many_may_wait_and_no_more(self) -> None:
        conversation, tasks = Conversation(Scripted("a")), TaskSet()

        async def hang() -> None:
            await asyncio.Event().wait()

        for _ in range(MAX_WAITING + 1):
            conversation.take_turn(tasks.start, hang)
        with self.assertRaises(FrameError) as raised:
            conversation.take_turn(tasks.start, hang)
        self.assertEqual(raised.exception.code, "busy")
        await tasks.stop()
        conversation.take_turn(tasks.start, hang)
        await tasks.stop()


class OutboxTest(unittest.IsolatedAsyncioTestCase):
    async def test_a_producer_waits_above_the_high_water_mark_and_a_broadcast_is_refused_above_the_limit(
        self,
    ) -> None:
        outbox = Outbox(high_water=10, limit=20, delay=lambda: 0)
        outbox.put_nowait("x" * 11)
        producer = asyncio.create_task(outbox.put("y"))
        await asyncio.sleep(0)
        self.assertFalse(producer.done())
        outbox.put_nowait("x" * 10)
        with self.assertRaises(OutboxFull):
            outbox.put_nowait("z")
        self.assertEqual(await outbox.get(), "x" * 11)
        await producer
        self.assertEqual([await outbox.get(), await outbox.get()], ["x" * 10, "y"])

    async def test_a_producer_goes_on_when_the_outbox_is_shut(self) -> None:
        outbox = Outbox(high_water=1, limit=20, delay=lambda: 0)
        outbox.put_nowait("xx")
        producer = asyncio.create_task(outbox.put("y"))
        await asyncio.sleep(0)
        outbox.shut()
        await producer


if __name__ == "__main__":
    unittest.main()
