"""Addresses of products: readable, unique per market and language; a renamed product's old address leads to the new."""

import re
import unicodedata
from collections.abc import Iterable

from tadamun.goods.catalogue.models import Slug
from tadamun.kernel.bulk import insert_rows

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def slug_text(title: str) -> str:
    """The words of a title joined by dashes, Arabic letters kept, marks and accents dropped, at most 80 characters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    words = _NOT_WORD.sub("-", unicodedata.normalize("NFC", plain)).strip("-_")
    return words[:80].strip("-")


def allocate(
    wanted: Iterable[tuple[int, str, int, str, str]], known: dict[tuple[int, str, int], str]
) -> None:
    """Give each (market, language, product, title, code) its slug in ``known``, writing new and changed ones.

    The product's code at the end makes it unique without a search.
    """
    new: list[Slug] = []
    changed: list[tuple[int, str, int]] = []
    for market_id, language, product_id, title, code in wanted:
        path = f"{slug_text(title)}-{code.lower()}".strip("-")
        key = (market_id, language, product_id)
        if known.get(key) == path:
            continue
        if key in known:
            changed.append(key)
        known[key] = path
        new.append(Slug(market_id=market_id, language=language, product_id=product_id, path=path))
    for market_id, language, product_id in changed:
        Slug.objects.filter(market_id=market_id, language=language, product_id=product_id).update(
            current=False
        )
        # A title that returns to what it was gets its old address back as the current one.
        path = known[(market_id, language, product_id)]
        Slug.objects.filter(market_id=market_id, language=language, product_id=product_id, path=path).delete()
    insert_rows(new)
