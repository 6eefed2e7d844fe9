"""A quote becomes an order, by the same writing as every other order."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from tadamun.goods.catalogue.crafts import crafts
from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations import (
    ProductDraft,
    VariantDraft,
    create_product,
    remove_product,
)
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.kernel.text import every
from tadamun.people.accounts.models import Person
from tadamun.people.sellers.fees import fee_under
from tadamun.people.sellers.queries import admission_of
from tadamun.trade.checkout.deposits import AT_ONCE, Terms
from tadamun.trade.checkout.models import Cart, CartLine
from tadamun.trade.checkout.operations.carts import open_cart
from tadamun.trade.checkout.operations.placing import Buyer, offered, write_purchase
from tadamun.trade.checkout.problems import CannotPlace, Code, Problem
from tadamun.trade.checkout.queries import purchase_with
from tadamun.trade.checkout.quoting import Quote as Basket
from tadamun.trade.checkout.quoting import QuotedLine, QuotedParcel, sends_to
from tadamun.trade.commissions.models import CustomRequest, Quote
from tadamun.trade.commissions.operations.asking import NotOpen, locked, moved
from tadamun.trade.orders.models import Purchase
from tadamun.trade.shipping.queries import Place, find_place
from tadamun.trade.shipping.quoting import DeliveryQuote, quote_delivery
from tadamun.treasury.payments.providers import paid_first
from tadamun.treasury.payments.queries import due_at, methods_for

S = CustomRequest.State
PAY_HOURS = 24  # so long the first payment may be tried; after that the order ends by the clock
TITLES = {"ar": "قطعة تُصنع بطلب خاص", "fr": "Pièce faite sur demande", "en": "Piece made on request"}


class NotQuoted(ValueError):
    """No quote, or not the one she saw, or its day is over; nothing was written."""


def terms_of(quote: Quote) -> Terms:
    return Terms(quote.deposit_bp) if quote.deposit_bp else AT_ONCE


def latest_quote(request: CustomRequest) -> Quote | None:
    """The one that counts."""
    return Quote.objects.filter(request=request).order_by("-number").first()


def delivery_of(request: CustomRequest, quote: Quote, place: Place) -> DeliveryQuote:
    """To her city, made in the days of the quote."""
    return quote_delivery(
        request.market, place.zone, weight_g=500, lead_days=quote.days, goods=quote.price, today=clock.today()
    )


def ways_to_order(request: CustomRequest, quote: Quote, total: Money, country: str) -> tuple[str, ...]:
    """A piece made for one person is paid, or its deposit is, before work begins."""
    ways = methods_for(
        request.market,
        total - (quote.price - quote.deposit if quote.deposit_bp else quote.price * 0),
        country,
    )
    return tuple(way for way in ways if paid_first(way))


def accept_quote(
    request: CustomRequest,
    quote: Quote,
    *,
    buyer: Buyer,
    method: str,
    language: str,
    person: Person | None = None,
) -> Purchase:
    """Order what was quoted. Repeating returns the purchase that is there.

    Raises ``NotOpen``, ``NotQuoted``, and ``CannotPlace`` for a place or way that is not offered; then nothing was written.
    """
    market = request.market
    # Written as a visitor's basket is, whoever asks: not narrowed to the seller.
    with everything("a buyer orders what a seller quoted"), scope(market_id=market.pk):
        if done := purchase_with(str(request.reference)):
            return done
        place = find_place(buyer.city, buyer.country, language)
        if place is None:
            raise CannotPlace([Problem(Code.NOT_DELIVERED_THERE)])
        if request.organisation and not sends_to(request.organisation, market, place.country):
            raise CannotPlace([Problem(Code.NOT_ABROAD)])
        try:
            with transaction.atomic():
                row = locked(request)
                _check(row, quote)
                basket = _basket(row, quote, place)
                if method not in offered(basket, terms_of(quote)) or not paid_first(method):
                    raise CannotPlace([Problem(Code.METHOD_NOT_OFFERED)])
                purchase = write_purchase(
                    basket, buyer, placed_from=str(row.reference), city=(place.code or buyer.city, place.name),
                    method=method, due=_due(row, method, basket.total), language=language, person=person,
                    parted=terms_of(quote),
                )  # fmt: skip
                Quote.objects.filter(pk=quote.pk).update(accepted_at=clock.now())
                row.purchase, row.state = purchase, S.ACCEPTED
                row.save(update_fields=["purchase", "state"])
                moved(row, quote.number)
                return purchase
        except (IntegrityError, NotOpen):
            if done := purchase_with(str(request.reference)):  # two presses at once: the other one made it
                return done
            raise


def _check(request: CustomRequest, quote: Quote) -> None:
    latest = latest_quote(request)
    if latest is None or latest.pk != quote.pk or quote.valid_until <= clock.now():
        raise NotQuoted(request.code)


def _due(request: CustomRequest, method: str, amount: Money) -> datetime | None:
    due = due_at(request.market, method, amount, str(request.reference))
    return max(due, clock.now() + timedelta(hours=PAY_HOURS)) if due else None


def _basket(request: CustomRequest, quote: Quote, place: Place) -> Basket:
    """One line at the quoted price, and what its parcel costs there."""
    assert request.organisation is not None
    market, cart = request.market, open_cart(request.market)
    admission = admission_of(request.organisation.pk, market.pk)
    if admission is None or admission.status != admission.Status.ADMITTED:
        raise NotQuoted(request.code)
    delivery = delivery_of(request, quote, place)
    parcel = QuotedParcel(
        request.organisation, (_line(request, quote, cart),), delivery, fee_under(admission.fee_plan_id, market),
        admission.sells_as,
    )  # fmt: skip
    ways = methods_for(market, quote.price + delivery.fee, place.country)
    return Basket(cart, (parcel,), place, quote.price, delivery.fee, (), ways)


def _line(request: CustomRequest, quote: Quote, cart: Cart) -> QuotedLine:
    variant = _variant(request, quote)
    line = CartLine(cart=cart, variant=variant, quantity=1, seen_minor=quote.price_minor)
    return QuotedLine(
        line=line, variant=variant, unit=quote.price, seller_unit=quote.price, rate=Decimal(1), picture="", slug="",
        title="", problems=(), free=1, hold=None,
    )  # fmt: skip


def _variant(request: CustomRequest, quote: Quote) -> Variant:
    """Of a product of its own, which nobody else sees: what is made once for one person."""
    assert request.organisation is not None
    draft = ProductDraft(
        craft=_craft(request), titles=_titles(request), shown=False, review=Product.Review.APPROVED,
        variants=[
            VariantDraft(
                sku=f"REQ-{request.code}", price=quote.price, mode=Variant.Mode.MADE_TO_ORDER,
                lead_days=(quote.days, quote.days), options=_options(request),
            )
        ],
    )  # fmt: skip
    product = create_product(request.organisation, draft)
    remove_product(product)
    with scope(organisation_id=request.organisation.pk):
        return Variant.objects.select_related("product", "organisation").get(product=product)


def _craft(request: CustomRequest) -> str:
    known = [request.craft, *(request.organisation.crafts if request.organisation else ())]
    return next((slug for slug in known if slug in crafts()), next(iter(crafts())))


def _titles(request: CustomRequest) -> dict[str, str]:
    like = every(request.product.titles) if request.product else {}
    return {
        language: f"{text} · {like[language]}"[:300] if like.get(language) else text
        for language, text in TITLES.items()
    }


def _options(request: CustomRequest) -> dict[str, str]:
    said = {"size": request.size, "colour": request.colour}
    return {name: value for name, value in said.items() if value}
