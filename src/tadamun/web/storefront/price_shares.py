"""Where the price goes, on the page of a product. Many products share a price and a fee, so it is written once each."""

from decimal import Decimal
from functools import lru_cache
from html import escape

from django.utils.translation import gettext as _

from tadamun.kernel.formats import format_money, format_share
from tadamun.kernel.kept import Kept
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.people.sellers.fees import fee_of, is_bought_of
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.queries import fund_of
from tadamun.ui.shares import share_bar, share_mark


def _load(key: tuple[int, str]) -> Money:
    return fund_of(*key)


_fund: Kept[tuple[int, str], Money] = Kept(_load, tags=lambda key: (f"fund:{key[0]}",))


def donors_pay(market: Market, organisation: Organisation, price: Money, fee_bp: int) -> bool:
    """Whether their money lasts for the fee of this price, as it is taken when it is delivered. Of what is named in another
    currency the fee is too: nothing is promised of it. A merchant's margin is no fee, and donors never pay it.
    """
    fee = price.share(fee_bp)
    if not (market.policy.fund_pays_fee and fee and organisation.currency == price.currency):
        return False
    return fee <= _fund((market.pk, price.currency)) and not is_bought_of(organisation.pk, market)


def where_it_goes(
    market: Market, organisation: Organisation, price: Money, language: str, locale: str, digits: str | None
) -> str:
    """Of a price this seller asks in the market."""
    fee_bp = fee_of(organisation.pk, market)
    given = donors_pay(market, organisation, price, fee_bp)
    return shares_html(price, fee_bp, language, locale, digits, given)


@lru_cache(maxsize=4096)
def shares_html(
    price: Money, fee_bp: int, _language: str, locale: str, digits: str | None, given: bool = False
) -> str:
    """As the component ``c-share-bar``, folded. ``fee_bp``: what the market keeps, in hundredths of a percent. ``given``:
    donors pay it, so that the seller receives the whole price and the fee stands beside it.
    """
    fee, kept = price.share(fee_bp), 0 if given else fee_bp
    percents = (Decimal(10_000 - kept) / 100, Decimal(kept) / 100)
    parts = [(_("Seller"), percents[0], price - price.share(kept))]
    if not given:
        parts.append((_("The market’s fee, tax included"), percents[1], fee))
    rows = "".join(
        f'<tr><th scope="row">{share_mark(place)} <bdi>{escape(label)}</bdi></th>'
        f"<td><bdi>{escape(format_share(percent / 100, locale, digits))}</bdi></td>"
        f"<td><bdi>{escape(format_money(amount, locale, digits=digits))}</bdi></td></tr>"
        for place, (label, percent, amount) in enumerate(parts)
    )
    if given:
        by_donors = escape(_("The market’s fee, paid by donors and not by the seller"))
        rows += (
            f'<tr><th scope="row">{by_donors}</th><td></td>'
            f"<td><bdi>{escape(format_money(fee, locale, digits=digits))}</bdi></td></tr>"
        )
    title = escape(_("Where the price goes"))
    return (
        f'<details class="fold"><summary>{title}</summary><figure class="share">{share_bar(percents)}'
        f'<table><caption class="visually-hidden">{title}</caption>{rows}</table></figure></details>'
    )
