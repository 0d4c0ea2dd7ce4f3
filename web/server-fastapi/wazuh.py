"""The `wazuh` profile: chat sessions and system notifications of a signed-in user.

`{"type", "data", "timestamp"}` both ways. What belongs to a user goes to all of the user's connections.
"""

from __future__ import annotations

import uuid
from collections import deque
from dataclasses import dataclass

from bounded import Bounded
from connection import Connection
from conversation import Conversation
from fields import is_id, optional_id_field, required_object, text_field, type_of, unknown_type
from frames import FrameError, Json, encode, now
from kit import Kit
from responder import ResponderError, shorten

KNOWN_TYPES = "chat_message, typing_start, typing_stop"
MAX_USERS = 1_000
MAX_SESSIONS = 100
MAX_WAITING_ANSWERS = 16
TITLE_LENGTH = 40


@dataclass(frozen=True)
class ChatMessage:
    message: str
    session_id: str | None


@dataclass(frozen=True)
class Typing:
    type: str
    session_id: str | None


Message = ChatMessage | Typing


class User:
    """Somebody's connections and sessions, and the answers that nobody was there to take."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self.sessions: Bounded[str, Conversation] = Bounded(MAX_SESSIONS)
        self.waiting: deque[Json] = deque(maxlen=MAX_WAITING_ANSWERS)

    def tell(self, message: Json, but: Connection | None = None) -> int:
        """Sends to each connection, or to all others than one. Says how many that reached."""
        text = encode(message)
        return sum(connection.push(text) for connection in self.connections - {but})

    def answer(self, message: Json) -> None:
        """Sends, or keeps for the next connection."""
        if self.tell(message) == 0:
            self.waiting.append(message)


class Wazuh:
    """Serves the clients of this system."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._users: Bounded[str, User] = Bounded(MAX_USERS, may_drop=lambda user: not user.connections)

    async def serve(self, connection: Connection) -> None:
        name = await self._kit.logins.admit(connection, "wazuh")
        user = self._users.get_or_make(name, User)
        welcome = {"status": "connected", "message": f"Connected as {name}", "connection_id": connection.id}
        connection.push(envelope("connection", welcome))
        while user.waiting:
            connection.push(user.waiting.popleft())
        user.connections.add(connection)
        try:
            await Client(self._kit, connection, user).run()
        finally:
            user.connections.discard(connection)

    def notify(self, message: str, title: str | None, level: str | None) -> int:
        """Tells every client; says how many that were."""
        data = {"message": message, "title": title, "level": level}
        notification = envelope(
            "system_notification", {key: value for key, value in data.items() if value is not None}
        )
        return sum(user.tell(notification) for user in self._users)


class Client:
    """One connection of a user."""

    def __init__(self, kit: Kit, connection: Connection, user: User) -> None:
        self._kit = kit
        self._connection = connection
        self._user = user
        self._session_id: str | None = None
        """The session of a message that names none: the one used last."""

    async def run(self) -> None:
        async for message in self._kit.inbox.read(self._connection, self._parse, complaint):
            if isinstance(message, Typing):
                session = {} if message.session_id is None else {"session_id": message.session_id}
                self._user.tell(envelope(message.type, session), but=self._connection)
            else:
                await self._say(message)

    def _parse(self, frame: Json) -> tuple[str, Message]:
        name = type_of(frame)
        if name not in ("chat_message", "typing_start", "typing_stop"):
            raise unknown_type(name, KNOWN_TYPES)
        data = required_object(frame, "data")
        session_id = optional_id_field(data, "session_id")
        if name != "chat_message":
            return name, Typing(name, session_id)
        return name, ChatMessage(
            text_field(data, "message", self._kit.settings.max_message_length), session_id
        )

    async def _say(self, message: ChatMessage) -> None:
        session_id = message.session_id or self._session_id or f"s-{uuid.uuid4()}"
        self._session_id = session_id
        if session_id not in self._user.sessions:
            title = shorten(message.message, TITLE_LENGTH)
            self._user.tell(envelope("session_created", {"session_id": session_id, "title": title}))
        session = self._user.sessions.get_or_make(session_id, lambda: Conversation(self._kit.responder))
        user = self._user  # The answer is the user's: it may come when this connection has gone.

        async def answer() -> None:
            user.tell(envelope("typing_start", {"session_id": session_id}))
            try:
                text = await session.reply(message.message)
                user.answer(envelope("chat_response", {"message": text, "session_id": session_id}))
            except ResponderError as error:
                user.answer(
                    complaint(FrameError(error.code, error.message), {"data": {"session_id": session_id}})
                )
            user.tell(envelope("typing_stop", {"session_id": session_id}))

        try:
            session.take_turn(self._kit.tasks.start, answer)
        except FrameError as error:
            await self._connection.send(complaint(error, {"data": {"session_id": session_id}}))
            return
        self._user.tell(
            envelope("chat_message", {"message": message.message, "session_id": session_id}),
            but=self._connection,
        )


def envelope(name: str, data: Json) -> Json:
    return {"type": name, "data": data, "timestamp": now()}


def complaint(error: FrameError, frame: Json) -> Json:
    """The error that answers a frame, with its session where that can be told."""
    data: Json = {"message": error.message, "code": error.code}
    about = frame.get("data")
    if isinstance(about, dict) and is_id(about.get("session_id")):
        data["session_id"] = about["session_id"]
    if error.retry_after is not None:
        data["retry_after"] = error.retry_after
    return envelope("error", data)
