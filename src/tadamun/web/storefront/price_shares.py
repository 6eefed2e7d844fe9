"""Where the price goes, on the page of a product. Many products share a price and a fee, so it is written once each."""

from decimal import Decimal
from functools import lru_cache
from html import escape

from django.utils.translation import gettext as _

from tadamun.kernel.formats import format_money, format_share
from tadamun.kernel.money import Money
from tadamun.ui.shares import share_bar, share_mark


@lru_cache(maxsize=4096)
def shares_html(price: Money, fee_bp: int, _language: str, locale: str, digits: str | None) -> str:
    """As the component ``c-share-bar``, folded. ``fee_bp``: what the market keeps, in hundredths of a percent."""
    fee = price.share(fee_bp)
    percents = (Decimal(10_000 - fee_bp) / 100, Decimal(fee_bp) / 100)
    parts = [(_("Seller"), percents[0], price - fee), (_("The market’s fee, tax included"), percents[1], fee)]
    rows = "".join(
        f'<tr><th scope="row">{share_mark(place)} <bdi>{escape(label)}</bdi></th>'
        f"<td><bdi>{escape(format_share(percent / 100, locale, digits))}</bdi></td>"
        f"<td><bdi>{escape(format_money(amount, locale, digits=digits))}</bdi></td></tr>"
        for place, (label, percent, amount) in enumerate(parts)
    )
    title = escape(_("Where the price goes"))
    return (
        f'<details class="fold"><summary>{title}</summary><figure class="share">{share_bar(percents)}'
        f'<table><caption class="visually-hidden">{title}</caption>{rows}</table></figure></details>'
    )
