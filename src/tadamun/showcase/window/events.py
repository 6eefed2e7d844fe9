"""What happens to the read model."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class RowsChanged(Event):
    """Rows of these (market, product) pairs were written or removed: the index follows."""

    pairs: tuple[tuple[int, int], ...]

    @property
    def subject(self) -> Reference:
        return Reference("window", "rows")
