"""A request as tests make it: asked, quoted, ordered."""

from itertools import count

from tadamun.kernel.money import Money
from tadamun.people.conversations.operations import Caller, Said
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.trade.checkout.operations import Buyer
from tadamun.trade.commissions.models import CustomRequest, Quote
from tadamun.trade.commissions.operations import Wish, accept_quote, ask_for_piece, quote_request
from tadamun.trade.orders.models import Purchase
from tests.factories import BUYER

_keys = count(1)
CALLER = Caller("مريم العلوي", phone="+212612345678")


def ask(
    market: Market, organisation: Organisation | None, words: str = "زربية زرقاء", **wish: object
) -> CustomRequest:
    return ask_for_piece(
        market,
        Wish(Said(words), organisation=organisation, **wish),
        CALLER,
        key=str(next(_keys)),
        language="ar",  # type: ignore[arg-type]
    )


def quote(request: CustomRequest, minor: int = 100_000, days: int = 10, deposit_bp: int = 5000) -> Quote:
    return quote_request(request, price=Money(minor, request.currency), days=days, deposit_bp=deposit_bp)


def order(request: CustomRequest, named: Quote, method: str, buyer: Buyer = BUYER) -> Purchase:
    return accept_quote(request, named, buyer=buyer, method=method, language="ar")
