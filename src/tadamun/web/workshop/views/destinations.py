"""Where her money goes, and which part of it is whose: only an owner or manager of the organisation decides it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.kernel import clock
from tadamun.people.sellers.models import Maker
from tadamun.treasury.payouts.models import Destination
from tadamun.treasury.payouts.operations import (
    AboveTheWhole,
    BadDestination,
    name_destination,
    name_shares,
)
from tadamun.treasury.payouts.shares import rules_in_force
from tadamun.web.shared.paging import short_listing
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import money as reading
from tadamun.web.workshop import pin
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.forms.money import ACCOUNT_PROBLEMS, DestinationForm, SharesForm
from tadamun.web.workshop.pages import page

A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def destination(request: HttpRequest) -> HttpResponse:
    """What stands, and the form for another place; her PIN is asked before it is written."""
    desk, posted = desk_of(request), request.method == "POST"
    decides = reading.decides(desk)
    if posted and not decides:
        raise Http404
    places = reading.places_of(desk, reading.currencies_of(desk))
    form = DestinationForm(
        request.POST if posted else None, currencies=[(each.currency, each.currency_name) for each in places],
        chosen=request.GET.get("currency", "")[:3],
    )  # fmt: skip
    if form.is_valid() and (asked := pin.ask(request)):
        return asked
    if form.is_valid() and (row := _named(desk, form)):
        words = _("Saved. It is used from tomorrow on; everybody of your group is told now.")
        messages.success(request, words if row.active_from > clock.now() else _("Saved."))
        return see(desk.path("money/"))
    return page(
        request, "destination", tab="money", status=422 if posted else 200, form=form, decides=decides,
        places=places, hours=desk.market.policy.destination_hours, back_url=desk.path("money/"),
    )  # fmt: skip


def _named(desk: Desk, form: DestinationForm) -> Destination | None:
    """``None`` when the number is not right, and the form says why."""
    try:
        return name_destination(desk.organisation, desk.market, desk.person, **form.cleaned_data)
    except BadDestination as error:
        form.add_error(error.field if error.field in form.fields else None, ACCOUNT_PROBLEMS[error.code])
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def shares(request: HttpRequest) -> HttpResponse:
    """The part of each maker, in percents; the rest stays the group's. Her PIN is asked before it is written.

    A page of them is one form: the makers on the others keep theirs.
    """
    desk, posted = desk_of(request), request.method == "POST"
    found = short_listing(request, Maker.objects.order_by("pk"), A_PAGE)
    if not found.count or not reading.decides(desk):
        raise Http404
    now = rules_in_force(desk.organisation.pk, clock.today())
    form = SharesForm(request.POST if posted else None, makers=found.rows, now=now, language=desk.language)
    if form.is_valid() and (asked := pin.ask(request)):
        return asked
    if form.is_valid() and _shared(desk, form):
        messages.success(request, _("Saved. It counts from today’s sales on."))
        return see(desk.path(f"money/shares/?page={found.number}" if found.last > 1 else "money/statement/"))
    return page(
        request, "shares", tab="money", status=422 if posted else 200, form=form, found=found,
        others=(sum(now.values()) - sum(now.get(maker.pk, 0) for maker in found.rows)) / 100,
        back_url=desk.path("money/statement/"),
    )  # fmt: skip


def _shared(desk: Desk, form: SharesForm) -> bool:
    """Not when somebody gave more away meanwhile: then the form says so."""
    try:
        name_shares(desk.organisation, form.shares(), by=desk.person, keeping=True)
    except AboveTheWhole:
        form.above_the_whole()
        return False
    return True
