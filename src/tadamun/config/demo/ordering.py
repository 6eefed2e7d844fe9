"""Purchases of invented buyers, led to every state an order can be in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from random import Random

from django.db import transaction

from tadamun.config.demo.admitting import Seller
from tadamun.config.demo.banking import charge
from tadamun.config.demo.chance import dice
from tadamun.config.demo.markets import market_plan
from tadamun.config.demo.products import DIRHAMS, ProductPlan
from tadamun.config.demo.sources import table
from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import (
    Buyer,
    add_to_cart,
    cancel_order,
    confirm_purchase,
    decline_order,
    deliver_order,
    execute_refund,
    open_cart,
    place_order,
    refund_order,
    refundable,
    refuse_delivery,
    settle_transfer,
)
from tadamun.trade.checkout.quoting import quote_cart
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.trade.shipping.queries import find_place
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations import fail_payment, note_begun
from tadamun.treasury.payments.providers.base import Start
from tadamun.treasury.payments.queries import payment_of, ways_of

Offer = tuple[Seller, str]
BUYER = "+212600001000"
CASH, TRANSFER, CARD = "cash_on_delivery", "bank_transfer", "est"
CHEAP_MINOR = 70_000  # two of them stay below what may be paid at the door
HOURS = {
    "confirm": 1, "settle": 20, "accept": 26, "decline": 28, "cancel": 9, "pack": 44, "hand_over": 50, "deliver": 110,
    "refuse": 104, "fail": 0.03, "charge": 0.06, "give_back": 150, "owe_back": 150,
}  # fmt: skip
STREETS = (
    (
        "حي السلام، زنقة البرتقال، رقم {n}",
        "قرب مسجد الحي",
        "{n}, rue des Orangers, quartier Salam",
        "près de l’école",
    ),
    (
        "إقامة الياسمين، الطابق الثاني، رقم {n}",
        "أمام المقهى",
        "Résidence Jasmin, 2ᵉ étage, nº {n}",
        "face au café",
    ),
    ("شارع النخيل، رقم {n}", "بجانب الصيدلية", "{n}, avenue des Palmiers", "à côté de la pharmacie"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of a purchase: how it is paid, how many days ago, from how many sellers, what happened since.

    ``first``: from the market's first seller, whom visitors of the demonstration sit down for.
    """

    method: str
    days_ago: float
    sellers: int
    steps: tuple[str, ...]
    abroad: bool = False
    first: bool = False


TO_THE_DOOR = ("confirm", "accept", "pack", "hand_over")
PAID = ("settle", "accept", "pack", "hand_over")
CHARGED = ("charge", "accept", "pack")
COURSES = (
    Course(CASH, 0.1, 1, ()),
    Course(CASH, 0.3, 2, ()),
    Course(CASH, 0.9, 1, ("confirm",)),
    Course(CASH, 1.8, 2, ("confirm", "accept")),
    Course(CASH, 2.2, 1, ("confirm", "accept", "pack")),
    Course(CASH, 3.5, 1, TO_THE_DOOR),
    Course(CASH, 6, 1, ("cancel",)),
    Course(CASH, 7, 1, ("confirm", "decline")),
    Course(CASH, 11, 1, (*TO_THE_DOOR, "refuse")),
    Course(CASH, 8, 1, (*TO_THE_DOOR, "deliver")),
    Course(CASH, 17, 2, (*TO_THE_DOOR, "deliver")),
    Course(CASH, 39, 1, (*TO_THE_DOOR, "deliver"), first=True),
    Course(TRANSFER, 0.5, 1, ()),
    Course(TRANSFER, 1.4, 1, ("settle",)),
    Course(TRANSFER, 4.6, 1, PAID),
    Course(TRANSFER, 21, 2, (*PAID, "deliver")),
    Course(TRANSFER, 32, 1, (*PAID, "deliver"), abroad=True),
    Course(CARD, 0.005, 1, ()),
    Course(CARD, 0.006, 1, ("fail",)),
    Course(CARD, 0.2, 2, ("charge",)),
    Course(CARD, 0.7, 1, ("fail", "charge")),
    Course(CARD, 3.1, 1, (*CHARGED, "hand_over")),
    Course(CARD, 5, 1, ("charge", "cancel")),
    Course(CARD, 9, 2, (*CHARGED, "hand_over", "deliver", "give_back")),
    Course(CARD, 26, 1, (*CHARGED, "hand_over", "deliver"), abroad=True),
    Course(TRANSFER, 12, 1, (*PAID, "deliver", "owe_back")),
)


def place_orders(market: Market, sellers: Sequence[Seller], plans: Sequence[ProductPlan]) -> int:
    """A purchase for each course, each course in a transaction of its own; returns how many."""
    offers = _offers(sellers, plans, market.slug)
    shelves, hers = cycle(offers), next((offer for offer in offers if offer[0] is sellers[0]), None)
    cards = bool(ways_of(market))
    courses = [course for course in COURSES if cards or course.method != CARD]
    for number, course in enumerate(courses):
        with transaction.atomic():
            _follow(market, number, course, shelves, hers if course.first else None)
    return len(courses)


def _offers(sellers: Sequence[Seller], plans: Sequence[ProductPlan], slug: str) -> list[tuple[Seller, str]]:
    """(seller, SKU) of what is cheap enough for cash and plentiful enough, neighbours from different sellers."""
    owners = {seller.plan.slug: seller for seller in sellers}
    offers = [
        (owners[plan.organisation.slug], variant.sku)
        for plan in plans
        for variant in plan.variants[:1]
        if (variant.quantity >= 3 or variant.mode == "made_to_order")
        and variant.price.major * round(DIRHAMS[variant.price.currency] * 100) <= CHEAP_MINOR
    ]
    start = dice("offers", slug).randrange(len(offers))
    return offers[start:] + offers[:start]


def _follow(
    market: Market, number: int, course: Course, shelves: Iterator[Offer], wanted: Offer | None
) -> None:
    chance = dice("order", market.slug, number)
    placed = timedelta(days=course.days_ago)
    chosen = [wanted or next(shelves)]
    while len(chosen) < course.sellers:
        offer = next(shelves)
        if offer[0].plan.slug not in {seller.plan.slug for seller, _ in chosen}:
            chosen.append(offer)
    with clock.shifted(-placed), scope(market_id=market.pk):
        purchase = _place(market, number, course, chosen, chance)
    for step in course.steps:
        with clock.shifted(timedelta(hours=HOURS[step]) - placed), scope(market_id=market.pk):
            _step(purchase, step, chance)


def _place(
    market: Market, number: int, course: Course, chosen: Sequence[tuple[Seller, str]], chance: Random
) -> Purchase:
    language = ("ar", "fr", "ar", "en")[number % 4] if not course.abroad else "fr"
    buyer = _abroad() if course.abroad else _buyer(market, number, language, chance)
    person = (
        register_person(BUYER, name="زهرة المشترية التجريبية", verified=True)
        if buyer.phone == BUYER
        else None
    )
    cart = open_cart(market)
    for seller, sku in chosen:
        with scope(organisation_id=seller.organisation.pk):
            variant = Variant.objects.get(sku=sku, organisation=seller.organisation)
        add_to_cart(cart, variant, chance.choice((1, 1, 2)))
    quote = quote_cart(cart, find_place(buyer.city, buyer.country, language), language)
    with acting(actor=person.reference if person else None, market_id=market.pk):
        return place_order(
            cart,
            buyer=buyer,
            method=_method(market, course),
            seen_total=quote.total,
            language=language,
            person=person,
        )


def _method(market: Market, course: Course) -> str:
    """A card is paid under the market's contract."""
    return next((way.method for way in ways_of(market) if way.provider == course.method), course.method)


def _buyer(market: Market, number: int, language: str, chance: Random) -> Buyer:
    """An invented buyer at home; every fifth is the one who signs in to try."""
    people = table("names")["morocco"]
    given, family = chance.choice(people["women"] + people["men"]), chance.choice(people["families"])
    at = 0 if language == "ar" else 1
    street = chance.choice(STREETS)
    cities = [city for zone in market_plan(market.slug).zones for city in zone.cities]
    return Buyer(
        full_name=f"{given[at]} {family[at]}",
        phone=BUYER if number % 5 == 2 else f"+2126000010{number + 10:02d}",
        city=chance.choice(cities).code,
        address=street[at * 2].format(n=chance.randint(2, 90)),
        landmark=street[at * 2 + 1],
    )


def _abroad() -> Buyer:
    return Buyer(
        full_name="Claire Exemple",
        phone="+33600000001",
        city="Lyon",
        address="1, rue de la Démonstration",
        country="FR",
        postcode="69000",
        email="claire@buyer.example",
    )


def _step(purchase: Purchase, step: str, chance: Random) -> None:
    if step in BY_PURCHASE:
        BY_PURCHASE[step](purchase)
        return
    act = ACTS[step]
    for order in SellerOrder.objects.filter(purchase=purchase).select_related(
        "organisation", "market", "purchase"
    ):
        seller = Person.objects.filter(phone=order.organisation.phone).first()
        buyer_acts = step in ("cancel", "refuse")
        with acting(actor=seller.reference if seller and not buyer_acts else None, market_id=order.market_id):
            act(order, chance)


def _pay_by_card(purchase: Purchase, outcome: Callable[[Payment], object]) -> None:
    """As the bank would tell it, without asking one."""
    payment = payment_of(str(purchase.reference))
    assert payment is not None
    if not payment.begun_at:
        note_begun(payment, Start())
    outcome(payment)


def _owe_back(order: SellerOrder) -> Refund:
    """A tenth of the goods, which somebody of the team has to send."""
    left = refundable(order)
    [refund] = refund_order(
        order,
        goods=left.goods.share(1000),
        delivery=left.delivery.share(0),
        reason="damaged",
        note="تمزق صغير",
    )
    return refund


def _give_back(order: SellerOrder) -> None:
    refund = _owe_back(order)
    execute_refund(refund, reference=f"VIR-{refund.code}")


BY_PURCHASE: dict[str, Callable[[Purchase], object]] = {
    "settle": lambda purchase: settle_transfer(purchase, reference=f"VIR-{purchase.code}"),
    "confirm": confirm_purchase,
    "fail": lambda purchase: _pay_by_card(
        purchase, lambda payment: fail_payment(payment, key="demonstration/failed", reason="refused")
    ),
    "charge": lambda purchase: _pay_by_card(purchase, charge),
}
ACTS: dict[str, Callable[[SellerOrder, Random], object]] = {
    "accept": lambda order, _: record_fact(order, Fact.Kind.ACCEPTED),
    "decline": lambda order, _: decline_order(order, reason="sold_elsewhere"),
    "cancel": lambda order, _: cancel_order(order),
    "pack": lambda order, _: pack(order),
    "hand_over": lambda order, chance: hand_over(order, carrier="Amana", number=parcel_number(chance)),
    "deliver": lambda order, _: deliver_order(order, said_by="carrier"),
    "refuse": lambda order, _: refuse_delivery(order),
    "give_back": lambda order, _: _give_back(order),
    "owe_back": lambda order, _: _owe_back(order),
}


def parcel_number(chance: Random) -> str:
    """A postal item number with a correct check digit (UPU S10)."""
    digits = [chance.randint(0, 9) for _ in range(8)]
    check = 11 - sum(w * d for w, d in zip((8, 6, 4, 2, 3, 5, 9, 7), digits, strict=True)) % 11
    return f"QD{''.join(map(str, digits))}{ {10: 0, 11: 5}.get(check, check) }MA".replace(" ", "")
