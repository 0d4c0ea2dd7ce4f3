"""What the HTTP routes for tests and demonstrations share: who may use them, and how their bodies are read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from fastapi import HTTPException, Request
from pydantic import BaseModel, ValidationError

from frames import FrameError, Json, decode
from origins import is_allowed_origin, is_loopback

MAX_BODY = 1024 * 1024


Body = TypeVar("Body", bound=BaseModel)


class Guard:
    """Lets in pages of this server and programs on this machine."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = origins

    def check(self, request: Request) -> None:
        """A dependency of FastAPI: raises HTTP 403."""
        # Browsers always send an Origin with a POST; a program without one must run on this machine.
        origin = request.headers.get("origin")
        if origin is None:
            is_ours = request.client is not None and is_loopback(request.client.host)
        else:
            is_ours = is_allowed_origin(origin, request.headers.get("host"), self._origins)
        if not is_ours:
            raise HTTPException(403, "Only pages of this server may control it.")


async def read_body(request: Request, model: type[Body]) -> Body:
    """The request's JSON body, whatever type it claims to have. Raises HTTP 400."""
    try:
        return model.parse_obj(await read_json(request))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise HTTPException(400, f"The body cannot be used: {'; '.join(problems)}.") from None


async def read_json(request: Request) -> Json:
    """The JSON object that a request brings; an empty one where it brings nothing. Raises HTTP 400."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > MAX_BODY:
            raise HTTPException(400, "The body is too long.")
    try:
        return decode(data.decode()) if data else {}
    except (FrameError, UnicodeDecodeError):
        raise HTTPException(400, "The body must be a JSON object.") from None
