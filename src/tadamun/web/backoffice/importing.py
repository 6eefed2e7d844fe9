"""What the pages of catalogue files show: products of a preview and problems, as a person reads them."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tadamun.goods.catalogue.crafts import crafts
from tadamun.goods.imports.neutral import NeutralProduct
from tadamun.goods.imports.operations import Preview
from tadamun.goods.imports.problems import RowProblem, problem_text
from tadamun.kernel.money import Money


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A product of the file."""

    title: str
    craft: str
    variants: int
    price: Money | None
    pictures: int


@dataclass(frozen=True, slots=True)
class Look:
    """A preview. ``name`` of the tool, empty when the columns are nobody's."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    products: tuple[LookedAt, ...]
    problems: tuple[RowProblem, ...]

    @property
    def refused(self) -> int:
        return sum(not problem.is_warning for problem in self.problems)


def looked_at(preview: Preview) -> Look:
    return Look(
        preview.name, preview.header, preview.rows, tuple(map(_product, preview.products)), preview.problems
    )


def _product(product: NeutralProduct) -> LookedAt:
    prices = [Money(variant.price_minor, variant.currency) for variant in product.variants]
    spoken = (get_language() or "en").partition("-")[0]
    craft = crafts().get(product.craft)
    return LookedAt(
        title=product.titles.get(spoken)
        or next((text for text in product.titles.values() if text), product.handle),
        craft=craft.name(spoken) if craft else " › ".join(product.hints[:2]),
        variants=len(product.variants),
        price=min(prices, key=lambda price: price.minor) if prices else None,
        pictures=len(product.images),
    )


def report_row(problem: RowProblem, language: str) -> tuple[int, str, str, str, str, str]:
    """Row, column, reason, what stood there, what follows, and the colour of that."""
    effect = _("kept") if problem.is_warning else _("refused")
    spoken = get_language() or language
    kind = "warn" if problem.is_warning else "bad"
    return problem.row, problem.column, problem_text(problem, spoken), problem.value[:80], effect, kind
