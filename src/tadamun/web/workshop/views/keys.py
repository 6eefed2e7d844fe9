"""Cards and ways back for the members of a group: printed and given by who looks after it, never by a helper."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.people.accounts.operations import MayNotLetIn, give_let_in, print_card, revoke_card
from tadamun.people.accounts.queries import cards_of, trusting
from tadamun.people.sellers.letting_in import may_let_in
from tadamun.people.sellers.models import Member
from tadamun.web.shared import links
from tadamun.web.shared.entering.faces import faces_of_persons
from tadamun.web.shared.limits import limit
from tadamun.web.shared.paging import page_with, short_listing
from tadamun.web.shared.qr import qr_picture
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import pin
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.card_paper import card_pdf
from tadamun.web.workshop.pages import page

A_PAGE = 30
CARDS = 3  # of one person a day: each new one takes five guesses of her PIN


def _looked_after(desk: Desk) -> QuerySet[Member, Member]:
    """The members, for who looks after them; nobody else finds this page."""
    if not desk.decides:
        raise Http404
    return Member.objects.select_related("person").order_by("pk")


def _member(request: HttpRequest, number: int) -> Member:
    return get_object_or_404(_looked_after(desk_of(request)), pk=number)


def _list_with(desk: Desk, member: Member) -> str:
    return desk.path(f"keys/?page={page_with(_looked_after(desk), member.pk, A_PAGE)}")


@require_safe
@for_seller
def keys(request: HttpRequest) -> HttpResponse:
    """Every member with her card, and who of them may be let in again. Five queries however many on a page."""
    desk = desk_of(request)
    found = short_listing(request, _looked_after(desk), A_PAGE)
    persons = [each.person for each in found.rows]
    faces, cards = faces_of_persons(persons, desk.language), cards_of(persons)
    allowed = trusting(persons, str(desk.organisation.reference))
    rows = [
        (
            each,
            faces[each.person_id],
            cards.get(each.person_id),
            each.person_id in allowed,
            each.person_id == desk.person.pk,
        )
        for each in found.rows
    ]
    return page(request, "keys", rows=rows, found=found, back_url=desk.path())


@for_seller
@action
def key_card(request: HttpRequest, number: int) -> HttpResponse:
    """A card as a PDF. Its code is known to the paper alone: printing again makes another, and the old one ends."""
    member, desk = _member(request, number), desk_of(request)
    limit(f"print-card:{member.person_id}", times=CARDS, seconds=86_400)
    card, secret = print_card(member.person, desk.person)
    face = faces_of_persons([member.person], desk.language)[member.person_id]
    data = card_pdf(desk.market, desk.organisation, member.person, face.seed, links.card(desk.market, secret))
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="card-{card.code}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@for_seller
@action
def key_removal(request: HttpRequest, number: int) -> HttpResponse:
    """A card that was lost opens nothing from now on."""
    member = _member(request, number)
    revoke_card(member.person)
    messages.success(request, _("The card opens nothing any more."))
    return see(_list_with(desk_of(request), member))


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def key_let_in(request: HttpRequest, number: int) -> HttpResponse:
    """Lets a member in again who lost her phone: with the PIN of who does it, told to her and kept with both names."""
    member, desk = _member(request, number), desk_of(request)
    reference = str(desk.organisation.reference)
    allowed = member.person_id in trusting([member.person], reference)
    may = may_let_in(desk.person, member.person, desk.organisation)
    face = faces_of_persons([member.person], desk.language)[member.person_id]
    shown: dict[str, Any] = {
        "face": face,
        "allowed": allowed,
        "may": may,
        "back_url": _list_with(desk, member),
    }
    if request.method != "POST" or not may or not allowed:
        return page(request, "let_in", status=200 if request.method != "POST" else 403, **shown)
    if asked := pin.ask(request, money=False):
        return asked
    try:
        row, code = give_let_in(member.person, by=desk.person, organisation_ref=reference)
    except MayNotLetIn:
        return page(request, "let_in", status=403, **{**shown, "allowed": False})
    drawn, _address = qr_picture(links.let_in(desk.market, code), scale=6)
    grouped = " ".join(code[start : start + 4] for start in range(0, len(code), 4))
    return page(request, "let_in", given=row, code=grouped, qr=drawn, **shown)
