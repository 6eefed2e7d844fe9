"""Practice: a shop with play money in a market beside the real one, worked with the same operations and pages.

The market of practice has no host and never opens, tells nobody anything and issues no papers (``policies.practice``), and has a
book of its own: what happens there reaches no statistics, no search, no feed, no number and no payout of the real one.
"""

from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations import approve_product
from tadamun.goods.stock.operations import SoldOut
from tadamun.kernel import audit, clock
from tadamun.kernel.context import acting
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import open_market, publish_legal_text
from tadamun.people.sellers.fees import fee_under
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import (
    add_member,
    admit_seller,
    apply_to_market,
    register_organisation,
    remove_member,
)
from tadamun.solidarity.training.models import Learner, PracticeDesk, PracticeMarket
from tadamun.trade.checkout.operations import (
    Buyer,
    Erased,
    add_to_cart,
    deliver_order,
    erase_buyer,
    open_cart,
    place_order,
)
from tadamun.trade.checkout.operations.carts import NotShown
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.checkout.problems import CannotPlace
from tadamun.trade.checkout.quoting import quote_cart
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.orders.states import G
from tadamun.trade.shipping.operations import draw_zone
from tadamun.trade.shipping.queries import find_place

THEATRE = Reference("system", "practice")
WHY = "practice lies in a market of its own"
NAMES = {"ar": "سوق التدريب", "fr": "Marché d’exercice", "en": "Practice market"}
SHOP = {"ar": "دكان التدريب", "fr": "Boutique d’exercice", "en": "Practice shop"}
ZONE = {"ar": "كل المدن", "fr": "Toutes les villes", "en": "All towns"}
NOTE = {
    "ar": "سوق للتدريب بمال غير حقيقي. لا بيع فيه ولا شراء.",
    "fr": "Un marché d’exercice, avec de l’argent fictif. Rien ne s’y vend.",
    "en": "A market for practice, with play money. Nothing is sold in it.",
}
BUYERS = (
    ("مشترية التدريب", "+212600000000", "الرباط", "1 زنقة التدريب"),
    ("مشتري التدريب", "+212600000000", "فاس", "2 زنقة التدريب"),
)
THEME = {
    "accent": "#6B2E7E",
    "accent_dark": "#D7A6E6",
    "motif": "zellige",
    "seed": "practice",
    "radius": ".5rem",
    "logo": "",
}
POLICIES = {
    "practice": True, "cash_on_delivery": True, "cash_ceiling_minor": 10**9, "confirm_cash": False, "bank_transfer": False,
    "return_days": 0, "moderation": True, "accept_hours": 24 * 365, "prepare_days": 30,
}  # fmt: skip


def practice_market(market: Market) -> Market:
    """Where this market's learners practise, made when the first of them begins."""
    with everything(WHY):
        known = PracticeMarket.objects.select_related("sandbox").filter(market=market).first()
    if known:
        return known.sandbox
    with transaction.atomic(), everything(WHY):
        Market.objects.select_for_update(no_key=True).get(pk=market.pk)
        again = PracticeMarket.objects.select_related("sandbox").filter(market=market).first()
        return again.sandbox if again else _open(market)


def _open(market: Market) -> Market:
    sandbox = open_market(
        f"{market.slug[:30]}-practice", currency=market.currency, languages=market.languages, hosts=[], names=NAMES,
        locales=market.locales, digits=market.digits, sell_countries=["MA"], ship_countries=["MA"], theme=THEME,
        policies={**POLICIES, "fee_vat_bp": market.policy.fee_vat_bp}, fee_bp=fee_under(None, market),
        time_zone=market.time_zone, position=1000 + market.position,
        identity={"legal_name": NAMES["fr"], "names": NAMES},
    )  # fmt: skip
    draw_zone(sandbox, "all", names=ZONE, countries=["MA"], fee_minor=2000, days=(1, 3), is_default=True)
    publish_legal_text(sandbox, "terms", NOTE)
    PracticeMarket.objects.create(market=market, sandbox=sandbox)
    return sandbox


def practise(learner: Learner) -> PracticeDesk:
    """Her shop for practice, made and admitted at once. Repeating it returns the one she has."""
    sandbox = practice_market(learner.market)
    with transaction.atomic(), everything(WHY):
        Learner.objects.select_for_update().get(pk=learner.pk)
        known = (
            PracticeDesk.objects.select_related("organisation").filter(learner=learner, left_at=None).first()
        )
        if known:
            return known
        organisation = register_organisation(
            kind=Organisation.Kind.ARTISAN, names=SHOP, region="MA-04", currency=sandbox.currency
        )
        add_member(organisation, learner.person)
        with acting(actor=THEATRE):
            admit_seller(apply_to_market(organisation, sandbox))
        return PracticeDesk.objects.create(learner=learner, organisation=organisation)


def leave_practice(learner: Learner) -> None:
    """Her shop for practice is left for good; practising again begins with an empty one. Repeating it does nothing."""
    with transaction.atomic(), everything(WHY):
        desk = (
            PracticeDesk.objects.select_related("organisation").filter(learner=learner, left_at=None).first()
        )
        if desk is None:
            return
        PracticeDesk.objects.filter(pk=desk.pk).update(left_at=clock.now())
        remove_member(desk.organisation, learner.person)
        audit.record("leave_practice", learner.reference, market_id=learner.market_id)


def erase_with_practice(person: Person) -> Erased:
    """As ``erase_buyer``, after her shops for practice in all markets: nothing tells any more whose they were.

    Raises ``HasDuties``; then nothing was written.
    """
    with transaction.atomic(), everything(WHY):
        for learner in Learner.objects.select_related("person").filter(person=person):
            leave_practice(learner)
        PracticeDesk.objects.filter(learner__person=person).delete()
        return erase_buyer(person)


def review_in_play(desk: PracticeDesk) -> int:
    """The reviewer of the play looks at what she sent: all of it is good. Returns how many pieces."""
    with everything(WHY), acting(actor=THEATRE):
        waiting = list(
            Product.objects.select_related("organisation").filter(
                organisation=desk.organisation_id, review=Product.Review.WAITING
            )
        )
        for product in waiting:
            approve_product(product)
    return len(waiting)


def order_in_play(desk: PracticeDesk) -> Purchase | None:
    """An invented buyer orders her newest piece that is on sale; ``None`` where none is."""
    sandbox = practice_market(desk.learner.market)
    with everything(WHY):
        variants: Sequence[Variant] = list(
            Variant.objects.select_related("product__organisation", "organisation")
            .filter(organisation=desk.organisation_id, product__review=Product.Review.APPROVED)
            .order_by("-pk")
        )
        turn = SellerOrder.objects.filter(organisation=desk.organisation_id).count()
    name, phone, city, address = BUYERS[turn % len(BUYERS)]
    buyer = Buyer(full_name=name, phone=phone, city=city, address=address, landmark="")
    with scope(market_id=sandbox.pk), acting(actor=THEATRE):
        for variant in variants:
            cart = open_cart(sandbox)
            with suppress(SoldOut, NotShown, CannotPlace):
                add_to_cart(cart, variant, 1)
                quote = quote_cart(cart, find_place(city, "MA", "ar"), "ar")
                return place_order(
                    cart, buyer=buyer, method="cash_on_delivery", seen_total=quote.total, language="ar"
                )
    return None


def scan_in_play(desk: PracticeDesk) -> int:
    """The carrier of the play brings every parcel she handed over, and the play buyers pay. Returns how many."""
    sandbox = practice_market(desk.learner.market)
    with scope(market_id=sandbox.pk, organisation_id=desk.organisation_id), acting(actor=THEATRE):
        sent = list(
            SellerOrder.objects.select_related("market", "purchase", "organisation").filter(
                goods_state=G.SHIPPED
            )
        )
        for order in sent:
            deliver_order(order, said_by="carrier")
    return len(sent)


def pay_in_play(desk: PracticeDesk) -> int:
    """The days for returns pass in a moment: what was delivered is ready. Returns how many sales."""
    with acting(actor=THEATRE):
        return ripen(seller=desk.organisation_id)
