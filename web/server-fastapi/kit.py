"""What every profile needs of the server."""

from __future__ import annotations

from dataclasses import dataclass, field

from auth import Tokens
from connections import Connections
from inbox import Inbox
from login import Logins
from responder import EmbeddedResponder, Responder
from settings import Settings
from tasks import TaskSet


@dataclass(frozen=True)
class Kit:
    """Made once; each profile takes from it what it uses."""

    settings: Settings
    connections: Connections
    inbox: Inbox
    responder: Responder
    tokens: Tokens
    logins: Logins
    tasks: TaskSet = field(default_factory=TaskSet)
    """Work that outlives the connection that asked for it."""

    @classmethod
    def of(cls, settings: Settings) -> Kit:
        tokens = Tokens(settings.jwt_secret)
        return cls(
            settings=settings,
            connections=Connections(settings.ping_interval),
            inbox=Inbox(settings.rate_limit),
            responder=EmbeddedResponder(settings.chunk_delay),
            tokens=tokens,
            logins=Logins(tokens),
        )
