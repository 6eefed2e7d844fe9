"""What happens to what is made."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class ProductsChanged(Event):
    """What the public sees of these products may differ: made, approved, priced, hidden, removed, sold out."""

    organisation_id: int
    organisation_code: str
    product_ids: tuple[int, ...]

    @property
    def subject(self) -> Reference:
        return Reference("organisation", self.organisation_code)


@dataclass(frozen=True, kw_only=True)
class ProductSubmitted(Event):
    """A product, or an edit of one, waits for review."""

    code: str

    @property
    def subject(self) -> Reference:
        return Reference("product", self.code)


@dataclass(frozen=True, kw_only=True)
class ProductApproved(ProductSubmitted):
    """It may be shown."""


@dataclass(frozen=True, kw_only=True)
class ProductSentBack(ProductSubmitted):
    """It needs correction, for a reason its seller was told."""


@dataclass(frozen=True, kw_only=True)
class WordsToHear(ProductSubmitted):
    """Somebody wrote words for what she listed by voice; she has not heard them."""
