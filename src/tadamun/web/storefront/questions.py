"""From the address of a listing to a question of the index, and back to addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from tadamun.goods.catalogue.crafts import crafts
from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import MAX_MINOR, exponent
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import regions
from tadamun.showcase.search.questions import LAST_PAGE, LONGEST_TEXT, PAGE_SIZE, SORTS, Question
from tadamun.web.storefront.names import Named, makers, shops

ON_SALE = ("in_stock", "made_to_order")
MOST_VALUES = 20  # of one filter in one address
FILTERS = ("craft", "region", "shop", "maker", "material", "label", "min", "max", "available")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the words of its address. ``fixed``: the filter that the path itself says, such as its craft."""

    question: Question
    text: str
    chosen: dict[str, tuple[str, ...]]
    fixed: str = ""
    names: dict[str, Named] = field(default_factory=dict)

    @property
    def filtered(self) -> bool:
        return any(values for name, values in self.chosen.items() if name != self.fixed)


def _values(params: QueryDict, name: str) -> tuple[str, ...]:
    said = (value.replace("\0", "").strip()[:80] for value in params.getlist(name)[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in said if value))


def amount(text: str, currency: str) -> int | None:
    """A price as somebody typed it, in minor units; ``None`` for what is none."""
    plain = latin_digits(text).replace("٫", ".").replace(",", ".").strip()
    try:
        minor = Decimal(plain).scaleb(exponent(currency))
    except InvalidOperation:
        return None
    return int(minor) if minor.is_finite() and 0 <= minor <= MAX_MINOR else None


def read(params: QueryDict, market: Market, language: str, *, fixed: tuple[str, str] = ("", "")) -> Asked:
    """What makes no sense is left out, never refused."""
    name, value = fixed
    chosen = {each: _values(params, each) for each in FILTERS}
    if name:
        chosen[name] = (value,)
    chosen["craft"] = tuple(slug for slug in chosen["craft"] if slug in crafts())
    chosen["region"] = tuple(code for code in chosen["region"] if code.upper() in regions())
    known_shops = {
        each.code.lower(): each for each in shops(market.pk, codes=_codes(chosen["shop"])).values()
    }
    known_makers = {
        each.code.lower(): each for each in makers(market.pk, codes=_codes(chosen["maker"])).values()
    }
    chosen["shop"] = tuple(code for code in chosen["shop"] if code.lower() in known_shops)
    chosen["maker"] = tuple(code for code in chosen["maker"] if code.lower() in known_makers)
    for bound in ("min", "max"):
        chosen[bound] = tuple(text for text in chosen[bound][:1] if amount(text, market.currency) is not None)
    chosen["available"] = ("1",) if chosen["available"] else ()
    text = params.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT]
    sort = params.get("sort", "")
    question = Question(
        market_id=market.pk, text=text, language=language, crafts=chosen["craft"],
        regions=tuple(code.upper() for code in chosen["region"]),
        organisations=tuple(known_shops[code.lower()].pk for code in chosen["shop"]),
        makers=tuple(known_makers[code.lower()].pk for code in chosen["maker"]),
        materials=chosen["material"], labels=chosen["label"],
        price_min=amount(chosen["min"][0], market.currency) if chosen["min"] else None,
        price_max=amount(chosen["max"][0], market.currency) if chosen["max"] else None,
        availability=ON_SALE if chosen["available"] else (), sort=sort if sort in SORTS else "relevance",
        page=_page(params.get("page", "")), page_size=PAGE_SIZE,
    )  # fmt: skip
    return Asked(question, text, chosen, name, known_shops | known_makers)


def _codes(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(code.upper() for code in said))


def _page(text: str) -> int:
    plain = latin_digits(text)
    return min(max(int(plain), 1), LAST_PAGE) if plain.isascii() and plain.isdigit() and len(plain) < 6 else 1
