"""A dictionary that does not grow for ever."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Bounded(Generic[Key, Value]):
    """Keeps at most `limit` values; above it, the one that was used longest ago and may be dropped goes."""

    def __init__(self, limit: int, may_drop: Callable[[Value], bool] = lambda value: True) -> None:
        self._limit = limit
        self._may_drop = may_drop
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values.values())

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        if key not in self._values:
            self._make_room()
            self._values[key] = make()
        self._values.move_to_end(key)
        return self._values[key]

    def _make_room(self) -> None:
        if len(self._values) < self._limit:
            return
        for key, value in self._values.items():
            if self._may_drop(value):
                del self._values[key]
                return
