"""An opaque pointer from a lower room to a row of an upper one: a kind and a code, never a key."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Reference:
    """``kind:code``, for example ``order:K7QM-2`` or ``person:18``. Stored as one string."""

    kind: str
    code: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"

    @classmethod
    def parse(cls, value: str) -> Self:
        kind, _, code = value.partition(":")
        if not kind or not code:
            raise ValueError(f"not a reference: {value!r}")
        return cls(kind, code)


SYSTEM = Reference("system", "tadamun")
