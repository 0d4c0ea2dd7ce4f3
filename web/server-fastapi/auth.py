"""Who a client is: JSON Web Tokens, an API key, or a signed challenge. Needs nothing but the standard
library and, for Ed25519, `cryptography`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import math
import secrets
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeGuard

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_TOKEN_LENGTH = 4096
BEARER = "base64url.bearer."
KEY = "base64url.key."

UNAUTHENTICATED = 4401
FORBIDDEN = 4403


class AuthError(Exception):
    """Credentials that are not accepted: becomes the close code and its reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Identity:
    """Whom a token speaks for, and until when (seconds since 1970)."""

    user: str
    expires_at: float


class Tokens:
    """Issues and checks JSON Web Tokens (RFC 7519) signed with HS256."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._expired_until = -1
        """Tokens that were issued until then, in milliseconds, count as expired."""

    def issue(self, user: str, lifetime: float, systems: Collection[str] | None = None) -> str:
        """A token for a user, valid for `lifetime` seconds, for some systems or for all."""
        # Later than the last `expire_all`, even within the same millisecond.
        now = max(_milliseconds(time.time()), self._expired_until + 1) / 1000
        claims: dict[str, Any] = {"sub": user, "iat": now, "exp": now + lifetime}
        if systems is not None:
            claims["aud"] = list(systems)
        signed = f"{_to_base64url(_json({'alg': 'HS256', 'typ': 'JWT'}))}.{_to_base64url(_json(claims))}"
        return f"{signed}.{_to_base64url(self._sign(signed))}"

    def check(self, token: str | None, system: str) -> Identity:
        """Whom the token speaks for. Raises `AuthError`."""
        if token is None:
            raise AuthError(UNAUTHENTICATED, "token missing")
        claims = self._claims(token)
        user, expires_at = claims.get("sub"), claims.get("exp")
        if not isinstance(user, str) or not user or not _is_number(expires_at):
            raise AuthError(UNAUTHENTICATED, "token invalid")
        issued_at = claims.get("iat", 0)
        if not _is_number(issued_at):
            raise AuthError(UNAUTHENTICATED, "token invalid")
        if expires_at <= time.time() or _milliseconds(issued_at) <= self._expired_until:
            raise AuthError(UNAUTHENTICATED, "token expired")
        audience = claims.get("aud")
        if audience is not None and system not in ([audience] if isinstance(audience, str) else audience):
            raise AuthError(FORBIDDEN, "not allowed")
        return Identity(user, expires_at)

    def expire_all(self) -> None:
        """Every token issued so far counts as expired from now on."""
        self._expired_until = max(_milliseconds(time.time()), self._expired_until + 1)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            if len(token) > MAX_TOKEN_LENGTH:
                raise ValueError("too long")
            signed, signature = token.rsplit(".", 1)
            header, body = (json.loads(_from_base64url(part)) for part in signed.split("."))
            # The algorithm is ours to say, never the token's: "none" and public keys as secrets end here.
            if header.get("alg") != "HS256" or not hmac.compare_digest(
                _from_base64url(signature), self._sign(signed)
            ):
                raise ValueError("not signed by us")
            if not isinstance(body, dict) or not isinstance(body.get("aud", ""), (str, list)):
                raise ValueError("no claims")
            return body
        except (ValueError, AttributeError, RecursionError):
            raise AuthError(UNAUTHENTICATED, "token invalid") from None

    def _sign(self, text: str) -> bytes:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).digest()


def secret_in(protocols: Iterable[str], prefix: str) -> str | None:
    """A secret that came as sub-protocol, because a browser can set no header: `<prefix><base64url>`.

    None if there is none; empty, which is never right, if it is malformed.
    """
    for protocol in protocols:
        if protocol.startswith(prefix):
            try:
                return _from_base64url(protocol.removeprefix(prefix)).decode()
            except ValueError:
                return ""
    return None


def is_same_secret(given: str, expected: str) -> bool:
    """Compares in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())


def new_challenge() -> str:
    """32 random bytes, for a client to sign."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def is_signed_by(public_key: str, signature: str, challenge: str) -> bool:
    """Is this an Ed25519 signature (RFC 8032) over the challenge's text, by the key `ed25519:<base64>`?"""
    try:
        if not public_key.startswith("ed25519:"):
            return False
        key = base64.b64decode(public_key.removeprefix("ed25519:"), validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(
            base64.b64decode(signature, validate=True), challenge.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    # b64decode skips what is no base64: two spellings of one token would both be right.
    if not text.isascii() or not text.replace("-", "").replace("_", "").isalnum():
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
