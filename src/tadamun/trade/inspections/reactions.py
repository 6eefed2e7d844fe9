"""What inspections do when orders move: ask for one, tell who checks, tell the seller what was seen."""

from django.utils.translation import gettext as _

from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.kernel.scopes import scope
from tadamun.people.notices.telling import tell_people
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.notices import tell_organisation
from tadamun.trade.inspections.models import Inspection
from tadamun.trade.inspections.operations import ask_inspection
from tadamun.trade.inspections.queries import checkers_of
from tadamun.trade.inspections.rules import worked_on
from tadamun.trade.orders.events import OrderMoved
from tadamun.trade.orders.models import BY_LINK, Fact, SellerOrder

K = Fact.Kind


@reaction(OrderMoved, when="now")
def ask_of_accepted(event: OrderMoved) -> None:
    """Asked for with the acceptance, so that it is never forgotten."""
    if event.fact != K.ACCEPTED:
        return
    with scope(market_id=event.market_id):
        order = SellerOrder.objects.select_related("market", "purchase").get(code=event.code)
        if not order.purchase.placed_from.startswith(
            BY_LINK
        ):  # the visitor stands before her and looks himself
            ask_inspection(order)


@reaction(OrderMoved, when="later")
def tell_of_inspection(event: OrderMoved) -> None:
    if event.fact not in (K.MADE, K.INSPECTION_PASSED, K.INSPECTION_FAILED):
        return
    with scope(market_id=event.market_id):
        rows = Inspection.objects.select_related("order", "market", "organisation")
        inspection = rows.filter(order__code=event.code).first()
        if inspection is None:
            return
        if inspection.state == Inspection.State.READY:
            _tell_checkers(inspection)
        elif inspection.looks.exists():
            _tell_seller(inspection)


def _tell_checkers(inspection: Inspection) -> None:
    people = [checker.person for checker in checkers_of(inspection.organisation_id)]
    tell_people(
        inspection.market, (person for person in people if not worked_on(person, inspection)),
        key=f"to_check/{inspection.code}/{inspection.looks.count() + 1}", kind="to_check",
        compose=lambda voice: _to_check(inspection, voice), subject_ref=str(inspection.reference),
    )  # fmt: skip


def _address(voice: Voice, rest: str) -> str:
    return link("workshop", market=voice.market, language=voice.language) + rest


def _to_check(inspection: Inspection, voice: Voice) -> Said:
    address = _address(voice, f"checks/{inspection.code}/")
    facts = {"seller": inspection.organisation.name(voice.language), "link": address}
    return Said(
        _("A piece to check"), _("A piece of %(seller)s waits for your look: %(link)s") % facts, address
    )


def _tell_seller(inspection: Inspection) -> None:
    look = inspection.looks.order_by("-number")[0]
    tell_organisation(
        inspection.organisation, inspection.market, key=f"checked/{inspection.code}/{look.number}", kind="checked",
        subject_ref=str(inspection.order.reference),
        compose=lambda voice: _seen(inspection, voice),
    )  # fmt: skip


def _seen(inspection: Inspection, voice: Voice) -> Said:
    address = _address(voice, f"orders/{inspection.order.code}/")
    facts = {"number": inspection.order.code, "link": address}
    if inspection.state == Inspection.State.PASSED:
        return Said(
            _("Your piece was checked"),
            _("Order %(number)s was checked and is good. Pack it: %(link)s") % facts,
            address,
        )
    text = _("Order %(number)s was checked: something is to be mended. Hear what: %(link)s") % facts
    return Said(_("Something is to be mended"), text, address)
