"""Several messages in one frame, for clients that ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import QueryParams


@dataclass(frozen=True)
class Batch:
    """Several messages in one frame, as a client asked for it: `?batch=16&batch_ms=20&batch_form=lines`."""

    count: int
    delay: float
    form: str

    @classmethod
    def asked_for(cls, query: QueryParams) -> Batch | None:
        """What the address asks for. Nonsense counts as nothing: each message has a frame of its own."""
        try:
            count, delay = int(query.get("batch", "0")), float(query.get("batch_ms", "20"))
        except ValueError:
            return None
        if not (2 <= count <= 1000 and 0 <= delay <= 1000):
            return None
        return cls(count, delay / 1000, query.get("batch_form", "array"))

    def join(self, texts: list[str]) -> str:
        return "\n".join(texts) if self.form == "lines" else f"[{','.join(texts)}]"
