"""Lets in who has a token, for as long as it is valid."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, StrictStr, validator

from auth import BEARER, UNAUTHENTICATED, AuthError, Tokens, secret_in
from connection import Connection
from control import read_body

EXPIRED = "token expired"


class Logins:
    """The connections that a token has opened."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._open: set[Connection] = set()

    async def admit(self, connection: Connection, system: str) -> str:
        """The user that the client's token speaks for. Without a right one, closes the connection and ends
        its handler.
        """
        token = connection.query.get("token", secret_in(connection.protocols, BEARER))
        try:
            identity = self._tokens.check(token, system)
        except AuthError as error:
            await connection.close(error.code, error.reason)
        connection.start(self._expire(connection, identity.expires_at))
        return identity.user

    def expire_all(self) -> int:
        """Every token so far counts as expired: closes what they opened, and says how many that were."""
        self._tokens.expire_all()
        expired = list(self._open)
        for connection in expired:
            connection.close_soon(UNAUTHENTICATED, EXPIRED)
        return len(expired)

    async def _expire(self, connection: Connection, expires_at: float) -> None:
        self._open.add(connection)
        try:
            await asyncio.sleep(expires_at - time.time())
            connection.close_soon(UNAUTHENTICATED, EXPIRED)
        finally:
            self._open.discard(connection)


class TokenRequest(BaseModel):
    user: StrictStr = Field(min_length=1, max_length=128)
    ttl: float = Field(3600, ge=1, le=86_400)
    """Seconds."""
    systems: list[Literal["autobot", "wazuh", "chat", "dashboard", "nexus"]] | None = None

    @validator("ttl", pre=True)
    def is_number(cls, value: object) -> object:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        raise TypeError("must be a number of seconds")


def add_token_route(router: APIRouter, tokens: Tokens) -> None:
    """`POST /auth/token`: a token for whoever asks, without a password. For tests and demonstrations only."""

    @router.post("/auth/token")
    async def issue(request: Request) -> dict[str, Any]:
        body = await read_body(request, TokenRequest)
        return {"token": tokens.issue(body.user, body.ttl, body.systems), "expires_in": body.ttl}
