"""Pieces made on request in the demonstration: asked for, priced, in the making, ready, declined."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from tadamun.config.demo.admitting import Seller
from tadamun.goods.catalogue.models import Picture
from tadamun.goods.catalogue.operations.pictures import folder
from tadamun.kernel.context import Context, acting
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.operations import Caller, Said, say
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import Buyer, choose_way, settle_transfer
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.commissions.operations import (
    Wish,
    accept_quote,
    ask_for_piece,
    decline_request,
    quote_request,
    tell_stage,
)
from tadamun.trade.commissions.pictures import keep_picture
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.shipping.operations import pack
from tadamun.treasury.payments.queries import methods_for

BUYER = "+212600001000"
TRANSFER, CASH = "bank_transfer", "cash_on_delivery"
WISHES = (
    ("أريد واحدة مثلها باللون الأزرق، لغرفة صغيرة.", "120 × 80", "أزرق"),
    ("Je cherche une pièce pour un mariage, avec les initiales S et M.", "", "blanc cassé"),
    ("هل يمكن صنعها أكبر قليلا؟", "200 × 140", ""),
    ("A gift for my mother: like the one in your shop, but in red.", "", "red"),
    ("Un modèle plus sobre, sans broderie, pour tous les jours.", "", "écru"),
    ("أحتاجها خلال أسبوع واحد، عشر قطع.", "", ""),
)
Step = Callable[[CustomRequest, Person | None], object]


def make_on_request(market: Market, seller: Seller) -> int:
    """One request in each main state, to the first seller. Returns how many orders came of them."""
    if TRANSFER not in methods_for(market, Money(60_000, market.currency), "MA"):
        return 0
    person = Person.objects.filter(phone=seller.organisation.phone).first()
    steps: tuple[Step, ...] = (_ask, _quote, _make, _finish, _send, _decline)
    for number, (step, (words, size, colour)) in enumerate(zip(steps, WISHES, strict=True)):
        wish = Wish(Said(words), organisation=seller.organisation, size=size, colour=colour)
        caller = Caller("Salma Exemple", phone=BUYER)
        request = ask_for_piece(
            market, wish, caller, key=f"demonstration/{market.slug}/{number}", language="ar"
        )
        step(request, person)
    return 3


def _acting(person: Person | None, request: CustomRequest) -> AbstractContextManager[Context]:
    return acting(actor=person.reference if person else None, market_id=request.market_id)


def _ask(_request: CustomRequest, _person: Person | None) -> None:
    """It waits for an answer."""


def _quote(request: CustomRequest, person: Person | None) -> None:
    with _acting(person, request):
        say(request.conversation, Message.Side.SELLER, Said(canned="yes"), key="demonstration")
        quote_request(request, price=Money(120_000, request.currency), days=15, deposit_bp=5000)


def _decline(request: CustomRequest, person: Person | None) -> None:
    with _acting(person, request):
        decline_request(request, reason="cannot")


def _ordered(request: CustomRequest, person: Person | None) -> SellerOrder:
    """Its deposit is paid."""
    with _acting(person, request):
        quote = quote_request(request, price=Money(60_000, request.currency), days=10, deposit_bp=3000)
    buyer = Buyer("Salma Exemple", BUYER, "Rabat", "12, rue des Orangers")
    with acting(actor=Reference("visitor", "demonstration"), market_id=request.market_id):
        purchase = accept_quote(request, quote, buyer=buyer, method=TRANSFER, language="ar")
    settle_transfer(purchase, reference=f"VIR-{purchase.code}")
    return _order(purchase)


def _order(purchase: Purchase) -> SellerOrder:
    with scope(market_id=purchase.market_id):
        return SellerOrder.objects.select_related("market", "purchase").get(purchase=purchase)


def _make(request: CustomRequest, person: Person | None) -> None:
    order = _ordered(request, person)
    with scope(organisation_id=order.organisation_id):
        shown = Picture.objects.filter(organisation=order.organisation_id).order_by("pk").first()
    with _acting(person, request):
        picture = (
            keep_picture((folder(shown.key) / f"{max(shown.widths)}.webp").read_bytes()) if shown else None
        )
        tell_stage(order, key="demonstration", picture=picture, words="بدأ العمل، وسيكون جميلا.")


def _finish(request: CustomRequest, person: Person | None) -> None:
    """It is packed and waits for its balance."""
    order = _ordered(request, person)
    with _acting(person, request):
        pack(order)


def _send(request: CustomRequest, person: Person | None) -> None:
    """It is packed, and the carrier shall take its balance at the door."""
    order = _ordered(request, person)
    with _acting(person, request):
        pack(order)
    with acting(actor=Reference("visitor", "demonstration"), market_id=request.market_id):
        choose_way(order.purchase, CASH)
