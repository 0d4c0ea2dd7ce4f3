"""The `chat` profile: an untyped question, an answer in pieces.

The client sends `{"message", "conversation_id"?}`; nobody signs in.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from arithmetic import find_calculation
from bounded import Bounded
from connection import Connection
from conversation import Conversation
from fields import is_id, optional_id_field, text_field
from frames import FrameError, Json
from kit import Kit
from responder import ResponderError

MAX_CONVERSATIONS = 500


@dataclass(frozen=True)
class Question:
    message: str
    conversation_id: str | None


class Chat:
    """Serves the clients of this system. Conversations outlive connections; answers do not."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._conversations: Bounded[str, Conversation] = Bounded(MAX_CONVERSATIONS)

    async def serve(self, connection: Connection) -> None:
        last_used: str | None = None
        async for question in self._kit.inbox.read(connection, self._parse, complaint):
            last_used = question.conversation_id or last_used or str(uuid.uuid4())
            await self._ask(connection, question.message, last_used)

    def _parse(self, frame: Json) -> tuple[str, Question]:
        text = text_field(frame, "message", self._kit.settings.max_message_length)
        return "message", Question(text, optional_id_field(frame, "conversation_id"))

    async def _ask(self, connection: Connection, message: str, conversation_id: str) -> None:
        conversation = self._conversations.get_or_make(
            conversation_id, lambda: Conversation(self._kit.responder)
        )
        about = {"conversation_id": conversation_id}

        async def answer() -> None:
            if calculation := find_calculation(message):
                arguments = {"expression": calculation.expression}
                call = {"id": f"call_{secrets.token_hex(8)}", "name": "calculator", "arguments": arguments}
                await connection.send({"tool_calls": [call], **about})
            try:
                await conversation.reply(message, lambda piece: connection.send({"response": piece, **about}))
                await connection.send({"response": "", **about, "done": True})
            except ResponderError as error:
                await connection.send(
                    {**complaint(FrameError(error.code, error.message), about), "done": True}
                )

        try:
            conversation.take_turn(connection.start, answer)
        except FrameError as error:
            await connection.send(complaint(error, about))


def complaint(error: FrameError, frame: Json) -> Json:
    """The error that answers a frame, with its conversation where that can be told."""
    details: Json = {"message": error.message, "code": error.code}
    if error.retry_after is not None:
        details["retry_after"] = error.retry_after
    conversation_id = frame.get("conversation_id")
    return (
        {"error": details, "conversation_id": conversation_id}
        if is_id(conversation_id)
        else {"error": details}
    )
