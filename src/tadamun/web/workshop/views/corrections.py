"""Correcting a piece (W4): one page for what was sent back and for what is on sale. Price and number stand beside it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.goods.catalogue.contents import MOST_PICTURES, BadDraft
from tadamun.goods.catalogue.crafts import children, crafts
from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import BadPicture, correct_product, edit_product, proposed_edit
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import products as reading
from tadamun.web.workshop.access import desk_of, for_seller
from tadamun.web.workshop.hands import recording, why_back, wording_of
from tadamun.web.workshop.listing.correcting import (
    Content,
    content_of,
    craft_changed,
    photos_of,
    words_changed,
)
from tadamun.web.workshop.listing.families import families, types
from tadamun.web.workshop.listing.files import recorded, stored
from tadamun.web.workshop.listing.problems import draft_problem
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.views.listing import Refused
from tadamun.web.workshop.wording import PICTURE_PROBLEMS

MOST_VOICE = 12 * 1024 * 1024 + 1


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Photographs, words or voice, and what it is; then it is looked at again."""
    desk = desk_of(request)
    each = reading.find(desk, code) if desk.admitted else None
    if each is None:
        raise Http404
    if request.method != "POST":
        return _page(request, each)
    content = content_of(each.product, proposed_edit(each.product))
    try:
        return _craft(request, each, content) if "craft" in request.POST else _sent(request, each, content)
    except Refused as refusal:
        return _page(request, each, status=422, problem=refusal)


def _page(request: HttpRequest, each: reading.Shown, status: int = 200, **more: Any) -> HttpResponse:
    desk, product = desk_of(request), each.product
    edit = proposed_edit(product)
    content = content_of(product, edit)
    within = request.GET.get("in", "")
    wording = wording_of(product)
    return page(
        request, "correction", tab="products", status=status, each=each, product=product, content=content,
        photos=photos_of(content), title=content.title(desk.language), story=content.story(desk.language),
        approved=product.review == Product.Review.APPROVED, told=recording(wording.voice) if wording else None,
        craft=crafts()[content.craft].name(desk.language) if content.craft in crafts() else "",
        types=types(within, desk.language), families=families(desk.organisation.crafts, desk.language),
        address=desk.path(f"products/{product.code}/correction/"), back_url=desk.path(f"products/{product.code}/"),
        **why_back(product, edit), **more,
    )  # fmt: skip


def _craft(request: HttpRequest, each: reading.Shown, content: Content) -> HttpResponse:
    """A family leads to its types; the word pressed twice is meant. It is kept, and sent with the rest."""
    desk, product, craft = desk_of(request), each.product, request.POST["craft"]
    here = desk.path(f"products/{product.code}/correction/")
    if craft not in crafts():
        raise Refused(*draft_problem(BadDraft("craft", "missing")))
    if children(craft) and request.POST.get("in") != craft:
        return see(f"{here}?in={craft}#craft")
    if craft != content.craft:
        before = proposed_edit(product)
        changes = craft_changed(content, craft, desk.language)
        edit_product(product, {**(before.changes if before else {}), **changes})
        messages.success(request, _("Kept. Now send it."))
    return see(here)


def _sent(request: HttpRequest, each: reading.Shown, content: Content) -> HttpResponse:
    desk, product = desk_of(request), each.product
    changes = words_changed(content, desk.language, request.POST.dict())
    typed = desk.language if changes else ""
    pictures = _pictures(request, content)
    if pictures != content.pictures:
        changes["pictures"] = pictures
    edit = correct_product(
        product, changes, typed=typed, voice=_voice(request, product), needs_hand=desk.market.policy.green_hand,
        mine=not desk.acting,
    )  # fmt: skip
    if edit:
        messages.success(request, _("It is sent. Buyers see it as it was until the market has looked at it."))
    elif product.review != Product.Review.APPROVED:
        messages.success(request, _("It is sent. We look at it and tell you."))
    return see(desk.path(f"products/{product.code}/"))


def _pictures(request: HttpRequest, content: Content) -> list[str]:
    """Those she left, then the new ones."""
    left = [digest for digest in content.pictures if digest in request.POST.getlist("keep")]
    photos = [*request.FILES.getlist("photos"), *request.FILES.getlist("camera")]
    if len(left) + len(photos) > max(MOST_PICTURES, len(content.pictures)):
        raise Refused(*draft_problem(BadDraft("pictures", "too_many")))
    try:
        found = list(dict.fromkeys([*left, *stored(desk_of(request), photos)]))
    except BadPicture as bad:
        raise Refused(f"listing.{bad.code}", str(PICTURE_PROBLEMS[bad.code])) from bad
    if not found:
        raise Refused(*draft_problem(BadDraft("pictures", "missing")))
    return found


def _voice(request: HttpRequest, product: Product) -> str:
    """What she tells of a piece that is not approved yet: its words are written from it."""
    said = request.FILES.get("voice")
    if not said or product.review == Product.Review.APPROVED:
        return ""
    try:
        return recorded(desk_of(request), said.read(MOST_VOICE)).code
    except RefusedRecording as refused:
        raise Refused(refused.key, str(refused)) from refused
