"""What a way to pay is called where people choose it or read which one was chosen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.queries import contract_code, ways_of

WAYS: dict[str, str | Promise] = {
    "cash_on_delivery": _("Cash on delivery"),
    "bank_transfer": _("Bank transfer"),
    "est": _("Bank card"),
    "mastercard": _("Bank card"),
    "youcan": _("Bank card"),
    "payzone": _("Bank card"),
    "binga": _("In cash at an agency"),
    "merchant_qr": _("Mobile payment (QR)"),
    "terminal": _("Bank card, in the shop"),
}


def way_name(market: Market, method: str, language: str) -> str:
    """The operator's words for a contract, else those of its protocol; a closed contract keeps the latter."""
    if contract_code(method):
        for way in ways_of(market):
            if way.method == method and any(way.names.values()):
                return words(way.names, language, market.languages)
    return str(WAYS.get(method.partition(".")[0], method))
