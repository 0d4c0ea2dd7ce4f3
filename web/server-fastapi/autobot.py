"""The `autobot` profile: chats whose replies survive a lost connection, and workflows that ask first.

`{"type", "payload"?}` both ways. Nobody signs in: a chat's id is the only key to it. Add your own login.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from autobot_chat import Chat, Chats
from connection import Connection
from connections import Selection
from fields import (
    flag_field,
    id_field,
    is_id,
    note_field,
    object_field,
    optional_id_field,
    string_field,
    text_field,
    type_of,
    unknown_type,
)
from frames import FrameError, Json, now
from kit import Kit

MAX_CHATS = 16
"""One connection may talk in so many chats."""


@dataclass(frozen=True)
class UserMessage:
    message: str
    chat_id: str | None
    message_id: str | None


@dataclass(frozen=True)
class Resume:
    chat_id: str


@dataclass(frozen=True)
class Approval:
    workflow_id: str
    approved: bool
    message: str


@dataclass(frozen=True)
class Cancel:
    workflow_id: str


@dataclass(frozen=True)
class Permission:
    action: str
    approved: bool
    message: str


@dataclass(frozen=True)
class Signal:
    """A message without a payload: `ping`, `pong` or `health_check`."""

    type: str


Message = UserMessage | Resume | Approval | Cancel | Permission | Signal


class Autobot:
    """Serves the clients of this system."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._chats = Chats(kit)

    async def serve(self, connection: Connection) -> None:
        client = Client(connection, self._chats)
        welcome = {"message": "WebSocket connected successfully", "connection_id": connection.id}
        await connection.send({"type": "connection_established", "payload": welcome})
        if is_id(chat_id := connection.query.get("chat_id")):
            client.join(str(chat_id))
        if self._kit.settings.ping_interval > 0:
            connection.start(self._ping(connection))
        try:
            async for message in self._kit.inbox.read(connection, self._parse, complaint):
                await client.receive(message)
        finally:
            client.leave()

    def emit(self, name: str, payload: Json) -> int:
        """Sends one message to every client; says how many that were."""
        message = {"type": name, "payload": payload} if payload else {"type": name}
        return sum(
            client.push(message) for client in self._kit.connections.select(Selection(system="autobot"))
        )

    def stop(self) -> None:
        """Ends every chat, with its replies and workflows."""
        self._chats.end_all()

    def _parse(self, frame: Json) -> tuple[str, Message]:
        name = type_of(frame)
        payload = object_field(frame, "payload")
        parser = PARSERS.get(name)
        if parser is None:
            raise unknown_type(name, ", ".join(PARSERS))
        return name, parser(payload, self._kit.settings.max_message_length)

    async def _ping(self, connection: Connection) -> None:
        while True:
            await asyncio.sleep(self._kit.settings.ping_interval)
            connection.push({"type": "ping"})


PARSERS: dict[str, Callable[[Json, int], Message]] = {
    "user_message": lambda payload, limit: UserMessage(
        text_field(payload, "message", limit),
        optional_id_field(payload, "chat_id"),
        optional_id_field(payload, "message_id"),
    ),
    "workflow_approval": lambda payload, _: Approval(
        id_field(payload, "workflow_id"), flag_field(payload, "approved"), note_field(payload, "message")
    ),
    "workflow_cancel": lambda payload, _: Cancel(id_field(payload, "workflow_id")),
    "user_permission_response": lambda payload, _: Permission(
        string_field(payload, "action"), flag_field(payload, "approved"), note_field(payload, "message")
    ),
    "chat_resume": lambda payload, _: Resume(id_field(payload, "chat_id")),
    "health_check": lambda _, __: Signal("health_check"),
    "ping": lambda _, __: Signal("ping"),
    "pong": lambda _, __: Signal("pong"),
}


class Client:
    """One connection: which chats it is in, and what its messages do."""

    def __init__(self, connection: Connection, chats: Chats) -> None:
        self._connection = connection
        self._chats = chats
        self._joined: dict[str, Chat] = {}
        self._current: str | None = None
        """The chat of a message that names none: the one used last."""

    async def receive(self, message: Message) -> None:
        try:
            match message:
                case Signal(type="ping"):
                    await self._connection.send({"type": "pong"})
                case Signal(type="health_check"):
                    await self._connection.send(health_response())
                case UserMessage():
                    self._say(message)
                case Resume(chat_id=chat_id):
                    self.join(chat_id)
                case Approval() | Cancel():
                    self._steer(message)
                case Permission():
                    await self._connection.send(permission_output(message))
        except FrameError as error:
            await self._connection.send(complaint(error, about(message), "medium"))

    def join(self, chat_id: str) -> Chat:
        """Lets the client into a chat. Raises `FrameError` when there is no room."""
        if chat_id not in self._joined and len(self._joined) >= MAX_CHATS:
            raise FrameError(
                "too_many_chats",
                "There is no room for another chat on this connection. Use one that is open.",
            )
        chat = self._chats.join(chat_id, self._connection)
        self._joined[chat_id] = chat
        self._current = chat_id
        return chat

    def leave(self) -> None:
        for chat in self._joined.values():
            self._chats.leave(chat, self._connection)
        self._joined.clear()

    def _say(self, message: UserMessage) -> None:
        chat = self.join(message.chat_id or self._current or str(uuid.uuid4()))
        chat.receive(message.message, message.message_id, self._connection)

    def _steer(self, message: Approval | Cancel) -> None:
        chat, workflow = self._chats.find_workflow(message.workflow_id)
        self.join(chat.id)
        if isinstance(message, Cancel):
            workflow.cancel()
        else:
            workflow.decide(message.approved, message.message)


def about(message: Message) -> Json:
    """What an error about this message names."""
    names = ("chat_id", "message_id", "workflow_id")
    found = {name: value for name in names if (value := getattr(message, name, None)) is not None}
    return {"payload": found}


def complaint(error: FrameError, frame: Json, severity: str = "low") -> Json:
    """The error that answers a frame, with what it is about where that can be told."""
    payload: Json = {"message": error.message, "error_code": error.code.upper(), "severity": severity}
    fields = frame.get("payload")
    if isinstance(fields, dict):
        payload |= {
            key: fields[key] for key in ("chat_id", "message_id", "workflow_id") if is_id(fields.get(key))
        }
    return {"type": "error", "payload": payload}


def health_response() -> Json:
    return {"type": "health_response", "payload": {"status": "healthy", "timestamp": now()}}


def permission_output(permission: Permission) -> Json:
    verdict = f"{permission.action[:200]} was {'allowed' if permission.approved else 'refused'}"
    reason = f": {permission.message}" if permission.message else ""
    output = f"{verdict}{reason}. It is a rehearsal: nothing is changed."
    return {
        "type": "tool_output",
        "payload": {"output": output, "tool": "permission", "success": permission.approved},
    }
