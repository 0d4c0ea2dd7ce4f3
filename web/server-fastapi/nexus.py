"""The `nexus` profile: questions and answers that carry the same id, for clients with an API key or a
signing key.

`{"type", "id", "payload"}` both ways.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass

from auth import (
    FORBIDDEN,
    KEY,
    UNAUTHENTICATED,
    AuthError,
    is_same_secret,
    is_signed_by,
    new_challenge,
    secret_in,
)
from bounded import Bounded
from connection import Connection
from conversation import Conversation, busy
from fields import (
    id_field,
    is_id,
    optional_id_field,
    required_object,
    string_field,
    text_field,
    type_of,
    unknown_type,
)
from frames import FrameError, Json
from kit import Kit
from responder import ResponderError, Turn

KNOWN_TYPES = "ask, auth"
MAX_TEAMS = 16
MAX_IN_FLIGHT = 64


@dataclass(frozen=True)
class Ask:
    id: str
    query: str
    team_id: str | None


@dataclass(frozen=True)
class Auth:
    id: str
    pubkey: str
    signature: str
    challenge: str


Message = Ask | Auth


class Nexus:
    """Serves the clients of this system."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def serve(self, connection: Connection) -> None:
        key = connection.headers.get("x-api-key", secret_in(connection.protocols, KEY))
        if key is not None and not is_same_secret(key, self._kit.settings.api_key):
            await connection.close(UNAUTHENTICATED, "key invalid")
        challenge = new_challenge() if key is None else None
        await Client(self._kit, connection, challenge).run()


class Client:
    """One connection. It remembers what was asked on it, by team."""

    def __init__(self, kit: Kit, connection: Connection, challenge: str | None) -> None:
        """`challenge` must be signed before anything is asked; None: the client has shown a key."""
        self._kit = kit
        self._connection = connection
        self._challenge = challenge
        self._teams: Bounded[str | None, Conversation] = Bounded(MAX_TEAMS)
        self._in_flight = 0

    async def run(self) -> None:
        if self._challenge is not None:
            await self._send("auth_challenge", str(uuid.uuid4()), {"challenge": self._challenge})
            self._connection.start(self._lose_patience())
        async for message in self._kit.inbox.read(self._connection, self._parse, complaint):
            if isinstance(message, Auth):
                await self._sign_in(message)
            else:
                await self._ask(message)

    def _parse(self, frame: Json) -> tuple[str, Message]:
        if self._challenge is not None and frame.get("type") != "auth":
            raise FrameError("not_authenticated", "Answer the auth_challenge first.")
        name = type_of(frame)
        message_id = id_field(frame, "id")
        if name not in ("ask", "auth"):
            raise unknown_type(name, KNOWN_TYPES)
        payload = required_object(frame, "payload")
        if name == "auth":
            fields = (string_field(payload, key) for key in ("pubkey", "signature", "challenge"))
            return name, Auth(message_id, *fields)
        query = text_field(payload, "query", self._kit.settings.max_message_length)
        return name, Ask(message_id, query, optional_id_field(payload, "team_id"))

    async def _sign_in(self, auth: Auth) -> None:
        try:
            self._check(auth)
        except AuthError as error:
            text = f"The answer to the challenge: {error.reason}."
            await self._send("auth_error", auth.id, {"code": error.reason.replace(" ", "_"), "message": text})
            await self._connection.close(error.code, error.reason)
        self._challenge = None
        await self._send("auth_ok", auth.id, {})

    def _check(self, auth: Auth) -> None:
        if self._challenge is None:
            return
        if auth.challenge != self._challenge:
            raise AuthError(UNAUTHENTICATED, "challenge invalid")
        if not is_signed_by(auth.pubkey, auth.signature, self._challenge):
            raise AuthError(UNAUTHENTICATED, "signature invalid")
        allowed = self._kit.settings.public_keys
        if allowed is not None and auth.pubkey not in allowed:
            raise AuthError(FORBIDDEN, "not allowed")

    async def _lose_patience(self) -> None:
        await asyncio.sleep(self._kit.settings.auth_timeout)
        if self._challenge is not None:
            self._connection.close_soon(UNAUTHENTICATED, "auth timeout")

    async def _ask(self, ask: Ask) -> None:
        if self._in_flight >= MAX_IN_FLIGHT:
            await self._connection.send(complaint(busy(), {"id": ask.id}))
            return
        self._in_flight += 1
        self._connection.start(self._answer(ask))

    async def _answer(self, ask: Ask) -> None:
        team = self._teams.get_or_make(ask.team_id, lambda: Conversation(self._kit.responder))
        earlier = team.turns
        try:
            answer = await team.reply(ask.query)
            await self._send("response", ask.id, response(ask.query, earlier, answer))
        except ResponderError as error:
            await self._connection.send(complaint(FrameError(error.code, error.message), {"id": ask.id}))
        finally:
            self._in_flight -= 1

    async def _send(self, name: str, message_id: str, payload: Json) -> None:
        await self._connection.send({"type": name, "id": message_id, "payload": payload})


def response(query: str, earlier: list[Turn], answer: str) -> Json:
    """The payload of an answer. There is no tokenizer here: words stand in for tokens."""
    prompt_tokens = sum(len(text.split()) for text in [*(turn.text for turn in earlier), query])
    completion_tokens = len(answer.split())
    usage = {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }
    questions = sum(turn.role == "user" for turn in earlier)
    if questions == 0:
        return {"answer": answer, "usage": usage}
    context = f"{questions} earlier {'question' if questions == 1 else 'questions'}"
    return {"answer": answer, "context": context, "usage": usage}


def complaint(error: FrameError, frame: Json) -> Json:
    """The error that answers a frame, with its id where it has a usable one."""
    message_id = frame.get("id")
    payload: Json = {"message": error.message, "code": error.code}
    if error.retry_after is not None:
        payload["retry_after"] = error.retry_after
    return {"type": "error", "id": message_id if is_id(message_id) else str(uuid.uuid4()), "payload": payload}
