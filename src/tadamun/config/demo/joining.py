"""What joining looks like: requirements of two markets, an application in each state, an objection; in each market a helper
with a mandate, and a price to say yes to."""

from dataclasses import dataclass
from datetime import timedelta

from tadamun.config.demo.admitting import Seller
from tadamun.config.demo.opening import OPERATOR
from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import terms_version
from tadamun.people.sellers.models import Admission, Requirement
from tadamun.people.sellers.operations import appeal, refuse_seller, suspend_seller
from tadamun.people.sellers.operations.applications import (
    begin_application,
    complete_questions,
    keep_answers,
    send_application,
)
from tadamun.people.sellers.operations.grants import give_mandate
from tadamun.people.sellers.operations.proposals import propose_change
from tadamun.people.sellers.operations.requirements import answer_requirement, judge_paper, set_requirement
from tadamun.people.sellers.queries import last_decision

ASKED = {
    0: ("terms", "card", "rib", "photo", "label"),
    1: ("terms", "cooperative", "visit", "document"),
}
"""Place of a market among the four → what it asks."""
IF_SHE_HAS_IT = ("photo", "label")
CONFIG = {"label": {"label": "morocco-handmade", "numbers": ["MH 0001", "MH 0107", "MH 0212"]}}
"""Kind → the operator's settings: of a label its body's own list."""
REFUSED = "رقم البطاقة لا يطابق الاسم. يرجى إرسال صورة البطاقة."
PAUSED = "ثلاثة طلبات بقيت بلا جواب."
OBJECTION = "كان هاتفي معطلا، وأجبت اليوم على الطلبات كلها."


@dataclass(frozen=True, slots=True)
class _Applicant:
    """An invented artisan; ``until``: how far she went."""

    name: str
    phone: str
    craft: str
    until: str


def applicants(place: int) -> tuple[_Applicant, ...]:
    """Of the market at this place; each has a phone of her own."""
    return tuple(
        _Applicant(name, f"+21260099{place}{number:03}", craft, until)
        for number, (name, craft, until) in enumerate(
            (
                ("ورشة حليمة", "textile-wool", "draft"), ("ورشة السعدية", "pottery", "sent"),
                ("ورشة المعلم إدريس", "leather", "refused"),
            )
        )
    )  # fmt: skip


def leave_applications(market: Market, sellers: list[Seller]) -> None:
    """In the first two markets; the others ask for nothing."""
    if market.position not in ASKED:
        return
    operator = Person.objects.get(phone=OPERATOR)
    with acting(actor=operator.reference, market_id=market.pk):
        asked = [
            set_requirement(
                market,
                kind=kind,
                position=position,
                required=kind not in IF_SHE_HAS_IT,
                config=CONFIG.get(kind),
            )
            for position, kind in enumerate(ASKED[market.position])
        ]
        for each in applicants(market.position):
            _apply(market, each, asked, sellers[0].organisation.region)
        _stop_one(sellers[-1].admission)


def _apply(market: Market, who: _Applicant, asked: list[Requirement], region: str) -> None:
    person = register_person(who.phone, name=who.name, verified=True)
    with acting(actor=person.reference):
        way = begin_application(market, person)
        keep_answers(way, {"kind": "artisan", "name": who.name, "craft": who.craft, "language": "ar"})
        if who.until == "draft":
            return
        keep_answers(way, {"region": region})
        organisation = complete_questions(way)
        said = {
            "terms": str(terms_version(market.pk)),
            "card": f"RNA{who.phone[-6:]}",
            "cooperative": who.phone[-6:],
        }
        if who.until == "sent":
            said["label"] = f"MH {who.phone[-4:]}/2023"
        for each in asked:
            if each.kind in said:
                answer_requirement(organisation, each, value=said[each.kind])
    for each in asked:
        if each.kind in ("rib", "document"):
            judge_paper(organisation, each, state="waived", note="سيقدَّم عند الزيارة.")
    with acting(actor=person.reference):
        admission = send_application(way)
    if who.until == "refused":
        refuse_seller(admission, reason=REFUSED)


def _stop_one(admission: Admission) -> None:
    """The last seller is told a day from which her shop is paused, and objects."""
    suspend_seller(admission, reason=PAUSED, effective_at=clock.now() + timedelta(days=10))
    with scope(market_id=admission.market_id):
        decision = last_decision(admission)
    if decision is not None:
        with acting(actor=admission.organisation.reference):
            appeal(decision, words=OBJECTION)


def helper_phone(place: int) -> str:
    """Of who acts for the first seller of the market at this place."""
    return f"+21260098{place}000"


def help_her(market: Market, seller: Seller) -> None:
    """A neighbour helps the first seller with products and orders, and proposes a price."""
    helper = register_person(helper_phone(market.position), name="سعاد، جارتها", verified=True)
    with acting(actor=seller.organisation.reference, market_id=market.pk):
        grant = give_mandate(
            seller.organisation, helper=helper, rights=["products", "stock", "orders"], given="press", market=market,
            until=clock.now() + timedelta(days=90),
        )  # fmt: skip
    with scope(organisation_id=seller.organisation.pk):
        variant = Variant.objects.select_related("product").order_by("pk").first()
    if variant is None:
        return
    with acting(
        actor=helper.reference,
        on_behalf_of=seller.organisation.reference,
        under=grant.reference,
        market_id=market.pk,
    ):
        propose_change(
            grant, kind="price", subject=Reference("product", variant.product.code), by_name=helper.display_name,
            sku=variant.sku, before_minor=variant.price_minor, after_minor=variant.price_minor * 11 // 10,
            currency=variant.currency,
        )  # fmt: skip
