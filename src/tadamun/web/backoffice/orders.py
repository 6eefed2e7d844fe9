"""Finding orders and what happened to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace, Upper
from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.kernel.codes import normal_code
from tadamun.kernel.formats import latin_digits
from tadamun.kernel.models import AuditEntry
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import BadPhone, normal_phone
from tadamun.people.notices.queries import messages_about
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.states import G, M
from tadamun.web.backoffice.payment_words import ENDINGS
from tadamun.web.backoffice.waiting import WITH_SELLER, at_risk, undelivered
from tadamun.web.backoffice.wording import CHANNELS, FACTS, MESSAGES, word

LATE, REFUND, BALANCE, UNDELIVERED, ALL = "late", "refund", "balance", "undelivered", ""
SAVED = (ALL, LATE, *(state.value for state in G), BALANCE, UNDELIVERED, REFUND)
# Slips are printed in groups and lists are not: compared as ``normal_code`` writes them.
_PARCEL = Replace(Upper("parcel__number"), Value(" "))


def orders_like(state: str, words: str, today: date, overdue: datetime) -> QuerySet[SellerOrder]:
    """Of a tab of the table, found by phone, order number, parcel number, or part of the buyer's name. ``overdue``: what was paid
    before then should have arrived.
    """
    rows = SellerOrder.objects.select_related("purchase", "organisation")
    if state == UNDELIVERED:
        rows = undelivered(overdue).select_related("purchase", "organisation")
    if state == LATE:
        rows = rows.filter(at_risk(today))
    elif state == BALANCE:
        rows = rows.filter(goods_state__in=(G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER), money_state=M.DEPOSIT)
    elif state == REFUND:
        rows = rows.filter(money_state=M.REFUND_DUE)
    elif state in G.values:
        rows = rows.filter(goods_state=state)
    return rows.alias(parcel_number=_PARCEL).filter(_found_by(words)) if words else rows


def is_late(order: SellerOrder) -> bool:
    """Should have left before today and waits with its seller."""
    return order.goods_state in WITH_SELLER and order.prepare_by < clock.today()


def _found_by(words: str) -> Q:
    code = normal_code(latin_digits(words))
    found = Q(code__startswith=code) | Q(purchase__full_name__icontains=words) | Q(parcel_number=code)
    try:
        return found | Q(purchase__phone=normal_phone(words))
    except BadPhone:
        return found


def orders_by_number(numbers: Iterable[str]) -> dict[str, SellerOrder]:
    """Order or parcel number → order, of those this market has."""
    wanted = list(numbers)
    rows = SellerOrder.objects.select_related("purchase", "market", "parcel")
    found: dict[str, SellerOrder] = {}
    for row in rows.alias(parcel_number=_PARCEL).filter(Q(code__in=wanted) | Q(parcel_number__in=wanted)):
        found[row.code] = row
        if hasattr(row, "parcel") and row.parcel.number:
            found.setdefault(normal_code(row.parcel.number), row)
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the timeline; ``kind``: fact, message or act."""

    at: datetime
    title: str
    who: str = ""
    text: str = ""
    kind: str = "fact"
    state: str = "done"


def timeline_of(order: SellerOrder) -> list[Step]:
    """Facts, acts of the market and messages in the order of time. Four queries."""
    facts = list(Fact.objects.filter(order=order).order_by("pk"))
    subjects = [str(order.reference), str(order.purchase.reference)]
    acts = list(AuditEntry.objects.filter(subject__in=subjects, market_id=order.market_id).order_by("pk"))
    names = names_of([fact.actor for fact in facts] + [act.actor for act in acts])
    steps = [
        Step(fact.at, word(FACTS, fact.kind), who_did(fact.actor, fact.on_behalf_of, names), _detail(fact))
        for fact in facts
    ]
    steps += [
        Step(act.at, title, who_did(act.actor, act.on_behalf_of, names), act.reason, "act")
        for act in acts
        if (title := _act_words().get(act.action))
    ]
    for message in messages_about(subjects[0]) + messages_about(subjects[1]):
        title = _("Message by %(channel)s to %(to)s") % {
            "channel": word(CHANNELS, message.channel), "to": f"\u2066{message.to or '—'}\u2069",
        }  # fmt: skip
        steps.append(Step(message.created_at, title, word(MESSAGES, message.state), message.title, "message"))
    return _marked(sorted(steps, key=lambda step: step.at))


def _marked(steps: list[Step]) -> list[Step]:
    """The latest fact is where the order stands now."""
    latest = max((place for place, step in enumerate(steps) if step.kind == "fact"), default=-1)
    return [
        Step(step.at, step.title, step.who, step.text, step.kind, "now" if place == latest else "done")
        for place, step in enumerate(steps)
    ]


def _act_words() -> dict[str, str]:
    """Acts that are no fact of their own; those of facts would say the same twice."""
    return {
        "correct_address": _("Address corrected"),
        "erase_buyer": _("Buyer’s data erased"),
    }


def _detail(fact: Fact) -> str:
    said = {key: str(value) for key, value in fact.detail.items() if value}
    if "reason" in said:
        said["reason"] = word(ENDINGS, said["reason"])
    if said.get("carrier") == "self":
        said["carrier"] = _("the seller herself")
    labels = {
        "reason": _("Reason: %(value)s"), "carrier": _("Carrier: %(value)s"), "number": _("Parcel number: %(value)s"),
        "reference": _("Reference: %(value)s"),
    }  # fmt: skip
    return " · ".join(
        label % {"value": f"\u2068{said[key]}\u2069"} for key, label in labels.items() if key in said
    )


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Reference of a person → her name."""
    keys = {
        int(code)
        for said in references
        for kind, _, code in [said.partition(":")]
        if kind == "person" and code.isdecimal()
    }
    rows = Person.objects.filter(pk__in=keys).values_list("pk", "display_name") if keys else ()
    return {f"person:{pk}": name for pk, name in rows}


def who_did(actor: str, on_behalf_of: str, names: dict[str, str]) -> str:
    kind = actor.partition(":")[0]
    if kind == "system":
        who = _("by itself")
    elif kind == "visitor":
        who = _("the buyer, by her link")
    else:
        who = names.get(actor) or _("a person without a name")
    if not on_behalf_of:
        return who
    for_whom = _("the buyer") if on_behalf_of.startswith("purchase:") else _("the seller")
    return _("%(who)s, for %(whom)s") % {"who": who, "whom": for_whom}
