"""Which web pages may talk to this server."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit


def is_allowed_origin(origin: str | None, host: str | None, allowed: Collection[str]) -> bool:
    """May a page of this origin open a WebSocket here?

    Browsers let any page open a WebSocket to any server, with the visitor's cookies, so without this check
    a foreign page could use the visitor's session (cross-site WebSocket hijacking). Programs send no
    `Origin` and are let through.

    The page's own host is trusted only when its name cannot be pointed at us by a stranger: an IP address,
    a bare name, `*.local`. A public name must be in `allowed`: with DNS rebinding `evil.example` may
    resolve to this machine, and then origin and host agree. `*` in `allowed` lets every page in.
    """
    if origin is None or "*" in allowed or origin in allowed:
        return True
    try:
        url = urlsplit(origin)
        name = url.hostname
    except ValueError:
        return False
    if url.scheme not in ("http", "https") or not name:
        return False
    return is_loopback(name) or (url.netloc == host and _is_unforgeable(name))


def is_loopback(host: str) -> bool:
    """Is this the name or address of the machine we run on?"""
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _is_unforgeable(name: str) -> bool:
    return _address(name) is not None or "." not in name or name.endswith(".local")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
