"""What keeps a basket from becoming an order, as a typed list that page, programs and agents share."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tadamun.kernel.money import Money

if TYPE_CHECKING:
    from tadamun.trade.checkout.quoting import Quote


class Code(StrEnum):
    EMPTY = "empty"
    GONE = "gone"  # no longer shown in this market
    SOLD_OUT = "sold_out"  # not one is free
    FEWER_LEFT = "fewer_left"  # some are, not so many
    HELD_BY_ANOTHER = "held_by_another"  # free again at ``until`` unless it is bought
    AWAY = "away"  # its shop is closed; open again on ``opens``
    PRICE_CHANGED = "price_changed"
    TOTAL_CHANGED = "total_changed"
    NOT_ABROAD = "not_abroad"  # its seller does not send abroad yet
    NOT_DELIVERED_THERE = "not_delivered_there"
    METHOD_NOT_OFFERED = "method_not_offered"


@dataclass(frozen=True, slots=True)
class Problem:
    """``blocking`` problems must be solved; the others are told and then accepted."""

    code: Code
    variant_id: int = 0
    left: int = 0
    until: datetime | None = None
    opens: date | None = None
    before: Money | None = None
    after: Money | None = None

    @property
    def blocking(self) -> bool:
        return self.code != Code.PRICE_CHANGED


class CannotPlace(ValueError):
    """The basket cannot become an order: ``problems`` say why, ``quote`` is what was judged. Nothing was written."""

    def __init__(self, problems: list[Problem], quote: "Quote | None" = None) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems, self.quote = problems, quote
