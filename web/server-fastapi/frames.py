"""JSON text frames: strict in, compact out."""

from __future__ import annotations

import json
import math
from datetime import datetime, timezone
from typing import Any

Json = dict[str, Any]


class FrameError(Exception):
    """A frame that cannot be used. `code` and the text go back to the client, in its system's own form."""

    def __init__(self, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after = retry_after
        """Seconds after which the same frame may be welcome."""


def encode(message: Json) -> str:
    """One message as JSON text. Raises `ValueError` for NaN and infinities, which JSON has no words for."""
    text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair, which a client may send as an escape, has no UTF-8: back as an escape.
        text = json.dumps(message, allow_nan=False, separators=(",", ":"))
    return text


def decode(text: str) -> Json:
    """The object in a text frame. Raises `FrameError` for anything else."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise FrameError("not_an_object", "The frame is nested too deeply for a message.") from None
    except ValueError:
        raise FrameError("bad_json", "The frame is not JSON. Send one object per frame.") from None
    if not isinstance(value, dict):
        raise FrameError("not_an_object", "The frame must be a JSON object, not a list or a plain value.")
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number out of range")
    return number


def now() -> str:
    """The time as systems write it: ISO 8601 in UTC with milliseconds."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
