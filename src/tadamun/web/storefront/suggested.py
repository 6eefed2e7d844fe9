"""What the search suggests, with the address each suggestion leads to."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from tadamun.people.markets.models import Market
from tadamun.showcase.search.suggestions import KINDS, Suggestion, suggest
from tadamun.showcase.window.queries import slugs
from tadamun.web.shared import links
from tadamun.web.storefront.names import makers, shops

ICONS = {"craft": "list", "organisation": "shop", "maker": "person", "product": "tag", "word": "search"}
# Beside results: the products themselves stand below. Of shops in tens of thousands of pieces two say nothing.
BESIDE_FEW, BESIDE_MANY = ("craft", "organisation", "maker", "word"), ("craft", "word")


class Suggested(NamedTuple):
    url: str
    icon: str
    words: str


def suggested(market: Market, language: str, text: str, kinds: Sequence[str] = KINDS) -> list[Suggested]:
    """Of these kinds, the best first; never the very text. What has no page any more is left out."""
    found = suggest(market.pk, text.replace("\0", ""), language, kinds=kinds)
    wanted = [each for each in found if each.value != text]
    addresses = _addresses(market, language, wanted)
    return [Suggested(addresses[each], ICONS[each.kind], each.text) for each in wanted if each in addresses]


def _addresses(market: Market, language: str, found: list[Suggestion]) -> dict[Suggestion, str]:
    by_kind = {
        kind: tuple(sorted(int(each.value) for each in found if each.kind == kind))
        for kind in ("organisation", "maker", "product")
    }
    known_shops, known_makers = shops(market.pk, by_kind["organisation"]), makers(market.pk, by_kind["maker"])
    known_products = slugs(language, by_kind["product"]) if by_kind["product"] else {}
    addresses: dict[Suggestion, str] = {}
    for each in found:
        match each.kind:
            case "craft":
                addresses[each] = f"/{language}/crafts/{each.value}/"
            case "organisation" if int(each.value) in known_shops:
                addresses[each] = f"/{language}/shops/{known_shops[int(each.value)].code.lower()}/"
            case "maker" if int(each.value) in known_makers:
                addresses[each] = f"/{language}/makers/{known_makers[int(each.value)].code.lower()}/"
            case "product" if int(each.value) in known_products:
                addresses[each] = links.product(language, known_products[int(each.value)])
            case "word":
                addresses[each] = f"/{language}/search/?{urlencode({'q': each.value})}"
    return addresses
