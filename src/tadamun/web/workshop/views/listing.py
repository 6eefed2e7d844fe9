"""Adding a product (W3), page by page: what works without a script, and the one page from which the script works alone."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.goods.catalogue.contents import EMPTY, MOST_PICTURES, BadDraft
from tadamun.goods.catalogue.crafts import children
from tadamun.goods.catalogue.models import Draft
from tadamun.goods.catalogue.operations import BadPicture, TooManyDrafts, attach_voice, drop_draft, keep_draft
from tadamun.goods.stock.sending import FilesMissing, TooManyPieces, send_draft
from tadamun.kernel.formats import currency_name, latin_digits
from tadamun.kernel.money import Money, exponent
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.web.shared.context import speech_for
from tadamun.web.shared.middleware.origin import open_to_sharing
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.forms.fields import amount
from tadamun.web.workshop.lesson_words import too_many
from tadamun.web.workshop.listing import reading
from tadamun.web.workshop.listing.cash import denominations
from tadamun.web.workshop.listing.fairness import Fair, fair
from tadamun.web.workshop.listing.families import families, materials_of, types, whole
from tadamun.web.workshop.listing.files import digest_of, recorded, stored
from tadamun.web.workshop.listing.problems import SAID, draft_problem
from tadamun.web.workshop.listing.reading import STEPS, ShownDraft
from tadamun.web.workshop.listing.sent import helper_of, sent_page
from tadamun.web.workshop.once import owner_of
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.products import plain
from tadamun.web.workshop.undo import Change, keep
from tadamun.web.workshop.wording import PICTURE_PROBLEMS

DAYS = (3, 7, 14, 30)


class Refused(ValueError):
    """What she sent cannot be kept: the sentence for her, and the key that speaks it."""

    def __init__(self, say: str, sentence: str) -> None:
        super().__init__(sentence)
        self.say, self.sentence = say, sentence


def _seller(request: HttpRequest) -> Desk:
    """One who may not sell lists nothing."""
    desk = desk_of(request)
    if not desk.admitted:
        raise Http404
    return desk


def _context(desk: Desk, draft: ShownDraft, **more: Any) -> dict[str, Any]:
    said = draft.content
    locale = desk.market.locale(desk.language)
    notes, coins = denominations(desk.organisation.currency)
    return {
        "tab": "products", "draft": draft, "address": desk.path(f"products/new/{draft.key}/"),
        "families": families(desk.organisation.crafts, desk.language), "days_offered": DAYS,
        "typed": plain(draft.price) if draft.price else "", "currency": desk.organisation.currency,
        "currency_name": currency_name(desk.organisation.currency, locale), "locale": locale,
        "fee_bp": desk.fee_bp, "places": exponent(desk.organisation.currency), "most": MOST_PICTURES,
        "notes": " ".join(map(str, notes)), "coins": " ".join(map(str, coins)), "fair": Fair(),
        "mode": said["mode"] or "unique", "back_url": desk.path("products/"), **more,
    }  # fmt: skip


@require_safe
@for_seller
def start(request: HttpRequest) -> HttpResponse:
    """Where a listing begins. With a script it is the whole of W3, and stays on the phone."""
    desk = _seller(request)
    drafts = reading.open_drafts(desk)
    return page(
        request,
        "listing/start",
        problems=SAID,
        **_context(desk, reading.blank(desk, uuid4()), drafts=drafts, steps=STEPS),
    )


@require_safe
@for_seller
def words(request: HttpRequest) -> HttpResponse:
    """Crafts and materials in her language, for a phone that will have no network."""
    desk = _seller(request)
    said = whole(desk.language, speech_for(in_market(request)).url)
    return JsonResponse(
        said, json_dumps_params={"ensure_ascii": False}, headers={"X-Offline": owner_of(desk)}
    )


@require_safe
@for_seller
def share(request: HttpRequest) -> HttpResponse:
    """What a price brings her, told by us: in figures, in cash and aloud."""
    desk = _seller(request)
    try:
        price = amount(request.GET.get("price", "")[:40], desk.organisation.currency)
    except ValidationError:
        return HttpResponse(status=204)
    draft = Draft(key=uuid4(), content={**EMPTY, "price": price.minor}, organisation=desk.organisation)
    context = {**_context(desk, reading.shown(desk, draft)), "desk": desk}
    return render(request, "workshop/listing/share.html", context)


@require_safe
@for_seller
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where she left it."""
    desk, row = _seller(request), reading.found(key)
    return see(desk.path(f"products/new/{key}/{reading.shown(desk, row).step}/" if row else "products/new/"))


@open_to_sharing
@for_seller
@action
def shared(request: HttpRequest) -> HttpResponse:
    """Photographs shared from elsewhere on the phone begin a draft; its worker, where there is one, is quicker."""
    desk, key = _seller(request), uuid4()
    try:
        return _kept(request, desk, key, None, "photos")
    except Refused as refusal:
        return _page(request, desk, key, None, "photos", status=422, problem=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def step(request: HttpRequest, key: UUID, step: str) -> HttpResponse:
    """One of the four, or what it will look like."""
    desk = _seller(request)
    if step not in STEPS:
        raise Http404
    draft = reading.found(key)
    if draft is not None and draft.sent_as:
        code, again = draft.sent_as.code, request.method == "POST" and step == "preview"
        return see(sent_page(request, code) if again else desk.path(f"products/{code}/"))
    if request.method == "POST":
        try:
            return _sent(request, desk, key) if step == "preview" else _kept(request, desk, key, draft, step)
        except Refused as refusal:
            return _page(request, desk, key, draft, step, status=422, problem=refusal)
    if draft is None and step != STEPS[0]:
        return see(desk.path("products/new/"))
    return _page(request, desk, key, draft, step)


def _page(
    request: HttpRequest,
    desk: Desk,
    key: UUID,
    draft: Draft | None,
    step: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    shown = reading.shown(desk, draft) if draft else reading.blank(desk, key)
    within = request.GET.get("in", "")
    at = STEPS.index(step)
    back = f"products/new/{key}/{STEPS[at - 1]}/" if at else "products/new/"
    return page(
        request, "listing/step", status=status,
        **{
            **_context(desk, shown), "step": step, "number": at + 1, "step_file": f"workshop/listing/{step}.html",
            "back_url": desk.path(back), "types": types(within, desk.language),
            "materials": materials_of(shown.content["craft"], desk.language) if request.GET.get("of") else [],
            "voice": reading.voice_of(draft) if draft and step in {"pieces", "preview"} else None, **more,
        },
    )  # fmt: skip


Answer = tuple[dict[str, Any], str]
"""What changes in the draft, and where she goes then."""


def _kept(request: HttpRequest, desk: Desk, key: UUID, draft: Draft | None, step: str) -> HttpResponse:
    before = draft.content if draft else dict(EMPTY)
    changes, then = _READ[step](request, desk, before)
    voice = changes.pop("recording", "")
    try:
        kept = keep_draft(
            desk.organisation, key, {**before, **changes}, step=STEPS.index(then.partition("/")[0]) + 1,
            seen=_number(request, "revision", draft.revision if draft else 0),
        )  # fmt: skip
    except BadDraft as bad:
        raise Refused(*draft_problem(bad)) from bad
    except TooManyDrafts as many:
        raise Refused(
            "listing.too_many", _("Too many drafts wait. Please send or remove some first.")
        ) from many
    if voice:
        attach_voice(kept, voice, changes["voice"])
    if kept.key != key:
        messages.warning(request, _("Another phone changed this draft too. Both are kept: this is yours."))
    return see(desk.path(f"products/new/{kept.key}/{then}"))


def _photos(request: HttpRequest, desk: Desk, before: Mapping[str, Any]) -> Answer:
    there = [each for each in before["pictures"] if each != request.POST.get("remove")]
    photos = [*request.FILES.getlist("photos"), *request.FILES.getlist("camera")]
    if len(photos) > MOST_PICTURES:
        raise Refused(*draft_problem(BadDraft("pictures", "too_many")))
    try:
        there = list(dict.fromkeys([*there, *stored(desk, photos)]))
    except BadPicture as bad:
        raise Refused(f"listing.{bad.code}", str(PICTURE_PROBLEMS[bad.code])) from bad
    stays = "remove" in request.POST or "more" in request.POST
    if not there and not stays:
        raise Refused(*draft_problem(BadDraft("pictures", "missing")))
    return {"pictures": there}, "photos/" if stays else "what/"


def _what(request: HttpRequest, desk: Desk, before: Mapping[str, Any]) -> Answer:
    """A family leads to its types, a type to its materials; the word pressed twice is meant."""
    if "material" in request.POST:
        return {"material": request.POST["material"]}, "price/"
    craft = request.POST.get("craft", "")
    if not craft:
        raise Refused(*draft_problem(BadDraft("craft", "missing")))
    changes = {"craft": craft, "material": ""}
    if children(craft) and request.POST.get("in") != craft:
        return changes, f"what/?in={craft}"
    return changes, "what/?of=1" if materials_of(craft, desk.language) else "price/"


def _price(request: HttpRequest, desk: Desk, before: Mapping[str, Any]) -> Answer:
    currency = desk.organisation.currency
    if "fair" in request.POST:
        worked = fair(request.POST.dict()).price(currency)
        return {"price": worked.minor} if worked else {}, "price/"
    if not request.POST.get("price", "").strip():
        raise Refused(*draft_problem(BadDraft("price", "missing")))
    try:
        price: Money = amount(request.POST["price"][:40], currency)
    except ValidationError as error:
        raise Refused("listing.need_price", error.messages[0]) from error
    return {"price": price.minor}, "price/" if "look" in request.POST else "pieces/"


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    typed = latin_digits(request.POST.get(name, "")).strip()
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 9 else otherwise


def _pieces(request: HttpRequest, desk: Desk, before: Mapping[str, Any]) -> Answer:
    changes: dict[str, Any] = {
        "mode": request.POST.get("mode", ""), "count": _number(request, "count", 1), "days": _number(request, "days", 7),
        "title": request.POST.get("title", ""), "story": request.POST.get("story", ""), "language": desk.language,
    }  # fmt: skip
    if voice := request.FILES.get("voice"):
        try:
            data = voice.read(12 * 1024 * 1024 + 1)
            changes.update(recording=recorded(desk, data).code, voice=digest_of(data))
        except RefusedRecording as refused:
            raise Refused(refused.key, str(refused)) from refused
    return changes, "preview/"


_READ: dict[str, Callable[[HttpRequest, Desk, Mapping[str, Any]], Answer]] = {
    "photos": _photos, "what": _what, "price": _price, "pieces": _pieces,
}  # fmt: skip


def _sent(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    draft = reading.found(key)
    if draft is None:
        raise Http404
    try:
        product = send_draft(draft, green_hand=desk.market.policy.green_hand, helper=helper_of(desk))
    except BadDraft as bad:
        raise Refused(*draft_problem(bad)) from bad
    except FilesMissing as lacking:
        raise Refused("listing.files", _("Pictures have not arrived yet.")) from lacking
    except TooManyPieces as many:
        raise Refused("learn.first", too_many(many)) from many
    asked = _("It is sent. She is asked whether the price is right.")
    messages.success(request, asked if desk.acting else _("It is sent. We look at it and tell you."))
    return see(sent_page(request, product.code))


@for_seller
@action
def removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Out of her sight; nothing is deleted."""
    desk = _seller(request)
    if draft := reading.found(key):
        change = Change("draft", str(key), "", "open", "away")
        drop_draft(draft)
        messages.success(request, _("The draft is put away."))
        return see(desk.path(f"{change.page}?{keep(request, desk, change)}"))
    return see(desk.path("products/new/"))
