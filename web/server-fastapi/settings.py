"""The server's settings, from environment variables. Times are milliseconds there and seconds here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rate_limit import RateLimit

SYSTEMS = ("autobot", "wazuh", "chat", "dashboard", "nexus")


class SettingsError(ValueError):
    """A setting that cannot be used; the message says which, and what it may be."""


@dataclass(frozen=True)
class Settings:
    """PROTOCOL.md of the reference backends lists the variables."""

    host: str = "127.0.0.1"
    port: int = 8080
    origins: frozenset[str] = frozenset()
    demo: bool = True
    """Offer `/demo/…` and `/auth/token`."""
    system: str = "autobot"
    jwt_secret: str = field(default="chatwire-development-secret", repr=False)
    api_key: str = field(default="chatwire-development-key", repr=False)
    public_keys: frozenset[str] | None = None
    rate_limit: RateLimit | None = RateLimit(per_second=2_000, burst=20_000)
    max_payload: int = 1_114_112
    max_message_length: int = 32_768
    max_connections: int = 2_000
    auth_timeout: float = 10.0
    ping_interval: float = 30.0
    chunk_delay: tuple[float, float] = (0.015, 0.040)
    dashboard_interval: float = 20.0

    @property
    def public_secrets(self) -> list[str]:
        """The variables of the secrets that were left to their defaults, which everybody can read here."""
        secrets = {"CHATWIRE_JWT_SECRET": "jwt_secret", "CHATWIRE_API_KEY": "api_key"}
        return [name for name, key in secrets.items() if getattr(self, key) == getattr(Settings, key)]

    @classmethod
    def from_environment(cls, variables: Mapping[str, str]) -> Settings:
        """Empty variables count as absent. Raises `SettingsError`."""
        read = _Reader({name: value for name, value in variables.items() if value})
        return cls(
            host=read.text("HOST", cls.host),
            port=read.integer("PORT", cls.port, 0, 65_535),
            origins=read.names("CHATWIRE_ORIGINS"),
            demo=read.choice("CHATWIRE_DEMO", "on", ("on", "off")) == "on",
            system=read.choice("CHATWIRE_SYSTEM", cls.system, SYSTEMS),
            jwt_secret=read.text("CHATWIRE_JWT_SECRET", cls.jwt_secret),
            api_key=read.text("CHATWIRE_API_KEY", cls.api_key),
            public_keys=read.names("CHATWIRE_PUBLIC_KEYS") or None,
            rate_limit=read.rate_limit("CHATWIRE_RATE_LIMIT", cls.rate_limit),
            max_payload=read.integer("CHATWIRE_MAX_PAYLOAD", cls.max_payload, 1, 2**31),
            auth_timeout=read.seconds("CHATWIRE_AUTH_TIMEOUT", cls.auth_timeout),
            ping_interval=read.seconds("CHATWIRE_PING_INTERVAL", cls.ping_interval),
            chunk_delay=read.delay("CHATWIRE_CHUNK_DELAY", cls.chunk_delay),
            dashboard_interval=read.seconds("CHATWIRE_DASHBOARD_INTERVAL", cls.dashboard_interval),
        )


class _Reader:
    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str) -> str:
        return self._variables.get(name, default)

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise SettingsError(f'{name} is "{value}": give one of {", ".join(choices)}.')
        return value

    def names(self, name: str) -> frozenset[str]:
        return frozenset(part.strip() for part in self.text(name, "").split(",") if part.strip())

    def integer(self, name: str, default: int, at_least: int, at_most: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and at_least <= int(value) <= at_most):
            raise SettingsError(f'{name} is "{value}": give a whole number from {at_least} to {at_most}.')
        return int(value)

    def seconds(self, name: str, default: float) -> float:
        return self.integer(name, round(default * 1000), 0, 86_400_000) / 1000

    def delay(self, name: str, default: tuple[float, float]) -> tuple[float, float]:
        if name not in self._variables:
            return default
        fixed = self.seconds(name, 0)
        return fixed, fixed

    def rate_limit(self, name: str, default: RateLimit | None) -> RateLimit | None:
        value = self._variables.get(name)
        if value is None:
            return default
        if value == "off":
            return None
        match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)/(\d{1,9})", value, re.ASCII)
        if not match or float(match[1]) == 0 or int(match[2]) == 0:
            raise SettingsError(
                f'{name} is "{value}": give messages per second / at once, such as 2000/20000, or off.'
            )
        return RateLimit(per_second=float(match[1]), burst=int(match[2]))
