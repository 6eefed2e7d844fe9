"""Whom she lets act for her, what they may only propose, and what was done in her name."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.goods.catalogue.models import Product
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.people.accounts.models import Person, Pin
from tadamun.people.accounts.operations import Guess, register_person, try_pin
from tadamun.people.accounts.queries import has_pin
from tadamun.people.sellers.helping import week_named
from tadamun.people.sellers.models import Grant, Proposal
from tadamun.people.sellers.operations.grants import BadMandate, end_mandate, give_mandate
from tadamun.people.sellers.operations.proposals import confirm_proposal, refuse_proposal
from tadamun.people.sellers.proposing import Stale
from tadamun.people.sellers.queries import recordings_of
from tadamun.people.sellers.states import WrongState
from tadamun.people.sellers.told import helper_name
from tadamun.web.shared.joining_words import GIVEN, RIGHTS
from tadamun.web.shared.limits import limit
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import helped as reading
from tadamun.web.workshop.access import CHOSEN, Desk, action, desk_of, for_seller
from tadamun.web.workshop.forms.mandates import MandateForm
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.products import by_keys


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def mandates(request: HttpRequest) -> HttpResponse:
    desk, posted = desk_of(request), request.method == "POST"
    if not desk.decides:
        raise Http404
    form = MandateForm(request.POST if posted else None, with_pin=has_pin(desk.person))
    if posted and form.is_valid() and _given(desk, form):
        messages.success(request, _("Saved. She can help you from now on; you can end it at any time."))
        return see(desk.path("mandates/"))
    return page(
        request, "joining/mandates", status=422 if posted else 200, form=form, mandates=_standing(desk),
        rights=RIGHTS, back_url=desk.path(),
    )  # fmt: skip


def _given(desk: Desk, form: MandateForm) -> bool:
    limit(f"mandates:{desk.organisation.pk}", times=20, seconds=3600)
    said = form.cleaned_data
    if "pin" in form.fields and not _pin_is_right(desk.person, said["pin"]):
        form.add_error("pin", _("This PIN is not right. Nothing was changed."))
        return False
    helper = register_person(said["phone"], name=said["name"], language=desk.language)
    try:
        give_mandate(
            desk.organisation, helper=helper, rights=said["rights"], until=clock.now() + timedelta(days=int(said["days"])),
            given=Grant.Given.PIN if "pin" in form.fields else Grant.Given.PRESS, market=desk.market,
        )  # fmt: skip
    except BadMandate:
        form.add_error("phone", _("She acts for you already, or this is your own phone."))
        return False
    return True


def _pin_is_right(person: Person, typed: str) -> bool:
    """Guesses are counted with all others of her PIN."""
    pin = Pin.objects.filter(person=person).first()
    return pin is None or try_pin(pin, typed) == Guess.RIGHT


def _standing(desk: Desk) -> list[dict[str, Any]]:
    now = clock.now()
    rows = Grant.objects.filter(ended_at=None, until__gt=now).select_related("helper", "helpers")
    found = list(rows.defer("document").order_by("pk"))
    voices = recordings_of(*(row.recording for row in found))
    return [
        {
            "grant": row, "helper": helper_name(row, desk.language), "given": GIVEN[row.given],
            "rights": [RIGHTS[right] for right in row.rights if right in RIGHTS], "voice": voices.get(row.recording),
        }
        for row in found
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def mandate_end(request: HttpRequest, code: str) -> HttpResponse:
    """Asked first: what has ended cannot be taken back."""
    desk = desk_of(request)
    if not desk.decides:
        raise Http404
    grant = get_object_or_404(Grant.objects.select_related("helper", "helpers"), code=code)
    if request.method != "POST":
        rights = [RIGHTS[right] for right in grant.rights if right in RIGHTS]
        return page(
            request, "joining/mandate_end", helper=helper_name(grant, desk.language), rights=rights,
            back_url=desk.path("mandates/"),
        )  # fmt: skip
    end_mandate(grant)
    messages.success(request, _("It has ended. She can do nothing for you any more."))
    return see(desk.path("mandates/"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def mandate(request: HttpRequest) -> HttpResponse:
    """A helper's own: for whom, with what, until when; and its end by herself, of which the artisan is told."""
    desk = desk_of(request)
    if desk.grant is None:
        return see(desk.path("mandates/" if desk.decides else ""))
    if request.method != "POST":
        rights = [RIGHTS[right] for right in desk.grant.rights if right in RIGHTS]
        return page(request, "joining/mandate", grant=desk.grant, rights=rights, back_url=desk.path())
    end_mandate(desk.grant)
    request.session.pop(CHOSEN, None)
    words = _("You no longer act for %(name)s. She is told.") % {
        "name": desk.organisation.name(desk.language)
    }
    messages.success(request, words)
    return see(desk.path() if len(desk.choice) > 1 else f"/{desk.language}/account/")


@require_safe
@for_seller
def proposals(request: HttpRequest) -> HttpResponse:
    """Prices that wait for her yes, each with its picture and both amounts to be heard."""
    desk = desk_of(request)
    if not desk.decides:
        raise Http404
    rows = list(Proposal.objects.filter(state=Proposal.State.WAITING).order_by("pk")[:50])
    codes = {Reference.parse(row.subject).code for row in rows}
    keys = list(Product.objects.filter(code__in=codes).values_list("pk", flat=True))
    shown = {each.product.code: each for each in by_keys(desk, keys)}
    waiting = [
        {
            "row": row, "each": shown.get(Reference.parse(row.subject).code),
            "before": Money(row.change["before_minor"], row.change["currency"]),
            "after": Money(row.change["after_minor"], row.change["currency"]), "first": bool(row.change.get("first")),
        }
        for row in rows
    ]  # fmt: skip
    return page(request, "joining/proposals", waiting=waiting, back_url=desk.path())


@for_seller
@action
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """Her yes or no, one press."""
    desk = desk_of(request)
    if not desk.decides:
        raise Http404
    row = get_object_or_404(Proposal, code=code)
    first = bool(row.change.get("first"))
    try:
        if request.POST.get("answer") == "yes":
            confirm_proposal(row)
            agreed = _("This is your price now. Next the market looks at it.")
            messages.success(request, agreed if first else _("The new price is in the shop now."))
        else:
            refuse_proposal(row)
            messages.success(
                request, _("Please write your own price here.") if first else _("The price stays as it was.")
            )
            if first:
                return see(desk.path(f"products/{Reference.parse(row.subject).code}/"))
    except Stale:
        messages.warning(request, _("The price has changed meanwhile. Nothing was done."))
    except WrongState:
        messages.warning(request, _("This was answered already."))
    return see(desk.path("proposals/"))


@require_safe
@for_seller
def helped(request: HttpRequest) -> HttpResponse:
    """A week of what was done in her name."""
    desk = desk_of(request)
    week, acts = reading.week(
        desk.organisation, request.GET.get("week", "")[:10], desk.market.time_zone, desk.market.pk
    )
    earlier = week_named("", desk.market.time_zone)
    return page(
        request, "joining/helped", week=week, acts=acts, back_url=desk.path(), now=earlier.name == week.name,
        before=_name_of(week.first - timedelta(days=7)),
    )  # fmt: skip


def _name_of(day: Any) -> str:
    year, number, _day = day.isocalendar()
    return f"{year}-W{number:02}"
