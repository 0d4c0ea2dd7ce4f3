"""Checked fields of a message: each function returns the value, or raises `FrameError` with what is wanted
instead.
"""

from __future__ import annotations

import json

from frames import FrameError, Json

MAX_ID_LENGTH = 128


def type_of(frame: Json) -> str:
    """The frame's type."""
    value = frame.get("type")
    if not isinstance(value, str) or not value:
        raise FrameError("missing_type", 'The frame needs a "type": a non-empty string.')
    return value


def object_field(frame: Json, key: str) -> Json:
    """An object; one that is absent or null counts as empty."""
    value = frame.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_field(key, "an object, or left out")
    return value


def required_object(frame: Json, key: str) -> Json:
    """An object that must be there."""
    value = frame.get(key)
    if not isinstance(value, dict):
        raise bad_field(key, "an object")
    return value


def text_field(fields: Json, key: str, max_length: int) -> str:
    """A text that is more than spaces."""
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        raise bad_field(key, "a non-empty string")
    if len(value) > max_length:
        raise FrameError("message_too_long", f"A message may have {max_length} characters. Send it in parts.")
    return value


def string_field(fields: Json, key: str) -> str:
    """Any string."""
    value = fields.get(key)
    if not isinstance(value, str):
        raise bad_field(key, "a string")
    return value


def note_field(fields: Json, key: str) -> str:
    """A short remark; empty when absent."""
    return "" if fields.get(key) is None else string_field(fields, key)[:500]


def id_field(fields: Json, key: str) -> str:
    """An id: any short string, so that clients may keep their own scheme."""
    value = fields.get(key)
    if not isinstance(value, str) or not is_id(value):
        raise bad_field(key, f"1 to {MAX_ID_LENGTH} characters")
    return value


def optional_id_field(fields: Json, key: str) -> str | None:
    """An id; None when it is absent or null."""
    return None if fields.get(key) is None else id_field(fields, key)


def flag_field(fields: Json, key: str) -> bool:
    """True or false, and nothing that only looks like it."""
    value = fields.get(key)
    if not isinstance(value, bool):
        raise bad_field(key, "true or false")
    return value


def is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_ID_LENGTH


def bad_field(key: str, rule: str) -> FrameError:
    return FrameError("bad_field", f'The message needs "{key}": {rule}.')


def unknown_type(name: str, known: str) -> FrameError:
    # Clients choose the name, so it is cut and escaped before it goes into a text of ours.
    return FrameError("unknown_type", f"{json.dumps(name[:40])} is not a type that is known here: {known}.")
