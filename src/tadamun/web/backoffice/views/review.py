"""The review queue (B2): one product at a time, then the next."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tadamun.goods.catalogue.crafts import crafts
from tadamun.goods.catalogue.models import Listing, Product, ProductEdit
from tadamun.goods.catalogue.operations import (
    WrongState,
    approve_edit,
    approve_product,
    hide_in_market,
    send_back_edit,
    send_back_product,
    submit_product,
)
from tadamun.kernel.text import LANGUAGES, every
from tadamun.people.markets.rules import may_review
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.people.sellers.models import Admission, Maker
from tadamun.people.sellers.queries import keepers
from tadamun.web.backoffice import reviewing, waiting
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.review import SendBackForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.spoken_reasons import kept_voice
from tadamun.web.backoffice.wording import REVIEWS, word
from tadamun.web.shared.redirects import see
from tadamun.web.shared.words_form import WordsForm


@for_team(may_review)
@require_safe
def queue(plain: HttpRequest) -> HttpResponse:
    """The product that has waited longest; ``?after=`` passes one over, ``?done=`` tells what was just decided."""
    request = in_office(plain)
    codes = reviewing.waiting_codes()
    if code := reviewing.next_code(codes, request.GET.get("after", "")):
        return _product_page(request, _known(code), reviews=True, codes=codes)
    return page(request, "review/empty", done=_done(request))


@for_team(may_review)
@require_safe
def product(request: HttpRequest, code: str) -> HttpResponse:
    """Any product of a seller of this market, decided or not: to look again, or to take a decision back."""
    found, reviews = _product(code)
    return _product_page(in_office(request), found, reviews=reviews)


def _product(code: str) -> tuple[Product, bool]:
    """Of a seller whose products this market reviews, or at least shows; and whether it reviews them."""
    found = _known(code)
    reviews = _reviews(found)
    if not reviews and not _shows(found):
        raise Http404
    return found, reviews


def _known(code: str) -> Product:
    rows = Product.objects.select_related("organisation").prefetch_related("makers")
    return get_object_or_404(rows, code=code[:12], removed_at=None)


def _shows(product: Product) -> bool:
    """Whether this market has admitted its seller."""
    rows = Admission.objects.filter(organisation=product.organisation_id)
    return rows.filter(status=Admission.Status.ADMITTED).exists()


def _reviewed(code: str) -> Product:
    """To decide about. Raises ``PermissionDenied`` where another market reviews her products: this one may hide them."""
    found, reviews = _product(code)
    if not reviews:
        raise PermissionDenied
    return found


def _reviews(product: Product) -> bool:
    """Whether this market reviews what its seller makes."""
    return keepers(Admission.objects.filter(organisation=product.organisation_id)).exists()


def _edit(product: Product) -> ProductEdit | None:
    if product.review != Product.Review.APPROVED:
        return None
    return ProductEdit.objects.filter(product=product, state=ProductEdit.State.WAITING).first()


def _done(request: OfficeRequest) -> Product | None:
    """What was decided on the page before."""
    code = request.GET.get("done", "")[:12]
    return Product.objects.filter(code=code).first() if code else None


def _hidden(product: Product) -> bool:
    """Only what was approved is shown, and may be hidden."""
    approved = product.review == Product.Review.APPROVED
    return approved and Listing.objects.filter(product=product, hidden=True).exists()


def _product_page(
    request: OfficeRequest,
    product: Product,
    status: int = 200,
    form: SendBackForm | None = None,
    *,
    reviews: bool,
    codes: list[str] | None = None,
    words_form: WordsForm | None = None,
    voice_error: str = "",
) -> HttpResponse:
    language, market = request.language, request.market
    edit = _edit(product)
    variants, lowest = reviewing.prices_of(product, market)
    following = reviewing.next_code(reviewing.waiting_codes() if codes is None else codes, product.code)
    compared = reviewing.compared(product, lowest, market)
    wording = reviewing.wording_of(product)
    return page(
        request, "review/product", status, product=product, edit=edit, variants=variants, compared=compared,
        compared_craft=crafts()[compared.craft].name(language) if compared else "",
        reviews=reviews, hidden=_hidden(product), wording=wording, voice_error=voice_error,
        words_form=words_form or (WordsForm(wording, market.languages) if wording else None),
        unheard=bool(wording and wording.needs_hand and wording.state != wording.State.AGREED),
        told=reviewing.recording(wording.voice) if wording else None,
        origins=reviewing.origins_of(wording, language) if wording else [],
        answer=reviewing.recording(wording.answer) if wording else None,
        form=form or SendBackForm(), decided=product.review != Product.Review.WAITING and edit is None,
        state=word(REVIEWS, product.review), texts=_texts(product), pictures=reviewing.pictures_of(product, language),
        particulars=reviewing.particulars(product, language), makers=_makers(product, language),
        changes=reviewing.changes_of(product, edit.changes, language) if edit else [],
        proposed=reviewing.proposed_pictures(edit, language),
        following=following if following != product.code else "", left=_left(), done=_done(request),
        change_head=[_("Field"), _("At present"), _("Proposed")],
        variant_head=[_("SKU"), _("Options"), (_("Seller asks"), "num"), (_("Buyer pays"), "num")],
    )  # fmt: skip


def _left() -> int:
    return waiting.waiting_products().count() + waiting.waiting_edits().count()


def _texts(product: Product) -> list[dict[str, Any]]:
    """The three languages side by side; one that says nothing says so."""
    columns = {name: every(getattr(product, name)) for name in ("titles", "stories", "care")}
    return [
        {
            "language": code, "title": columns["titles"].get(code, ""), "story": columns["stories"].get(code, ""),
            "care": columns["care"].get(code, ""),
        }
        for code in LANGUAGES
    ]  # fmt: skip


def _makers(product: Product, language: str) -> list[str]:
    rows: list[Maker] = list(product.makers.all())
    return [row.public_name(language) or _("a maker who wishes no name shown") for row in rows]


def _next(product: Product, decided: str) -> HttpResponse:
    return see(f"{reverse('backoffice:review')}?done={product.code}&was={decided}")


@for_team(may_review)
@require_POST
def approval(request: HttpRequest, code: str) -> HttpResponse:
    """It is shown from the next request on. An edit is approved where one waits."""
    found = _reviewed(code)
    edit = _edit(found)
    try:
        approve_edit(edit) if edit else approve_product(found)
    except WrongState:
        return _moved_on(in_office(request), found)
    return _next(found, "approved")


@for_team(may_review)
@require_POST
def correction(request: HttpRequest, code: str) -> HttpResponse:
    """Back to its seller with a reason; also takes back an approval."""
    found = _reviewed(code)
    form = SendBackForm(request.POST, request.FILES)
    if not form.is_valid():
        return _product_page(in_office(request), found, 422, form, reviews=True)
    try:
        voice = kept_voice(in_office(request), form.cleaned_data["voice"])
    except RefusedRecording as refusal:
        return _product_page(in_office(request), found, 422, form, reviews=True, voice_error=str(refusal))
    edit = _edit(found)
    try:
        _send_back(edit or found, form, voice)
    except WrongState:
        return _moved_on(in_office(request), found, form)
    return _next(found, "sent_back")


@for_team(may_review)
@require_POST
def waiting_again(request: HttpRequest, code: str) -> HttpResponse:
    """Sent back by mistake: into the queue again."""
    found = _reviewed(code)
    try:
        submit_product(found)
    except WrongState:
        return _moved_on(in_office(request), found)
    return see(reverse("backoffice:review_product", args=[found.code]))


@for_team(may_review)
@require_POST
def listing(plain: HttpRequest, code: str) -> HttpResponse:
    """Hidden in this market alone, or shown again: for whoever reviewed it elsewhere nothing changes."""
    found, _is_reviewed = _product(code)
    if not _shows(found):
        raise Http404
    hide_in_market(found, in_office(plain).market, hidden=plain.POST.get("hidden") == "1")
    messages.success(plain, _("Saved."))
    return see(reverse("backoffice:review_product", args=[found.code]))


def _send_back(what: Product | ProductEdit, form: SendBackForm, voice: str) -> None:
    if isinstance(what, ProductEdit):
        send_back_edit(what, reason=form.own_words, codes=form.codes, voice=voice)
    else:
        send_back_product(what, reason=form.own_words, codes=form.codes, voice=voice)


@for_team(may_review)
@require_POST
def wording(plain: HttpRequest, code: str) -> HttpResponse:
    """Words for what was listed by voice; she hears them before anything is shown."""
    request = in_office(plain)
    found = _reviewed(code)
    row = reviewing.wording_of(found)
    if row is None:
        raise Http404
    form = WordsForm(row, request.market.languages, plain.POST, plain.FILES)
    if form.is_valid():
        try:
            if form.save(kept_voice(request, form.cleaned_data["reading"])):
                messages.success(plain, _("Kept. She hears it and decides."))
                return see(reverse("backoffice:review_product", args=[found.code]))
        except RefusedRecording as refusal:
            form.add_error("reading", str(refusal))
    return _product_page(request, found, 422, reviews=True, words_form=form)


def _moved_on(request: OfficeRequest, product: Product, form: SendBackForm | None = None) -> HttpResponse:
    form = form or SendBackForm({})
    form.add_error(None, _("Somebody decided this meanwhile. Here is how it stands now."))
    form.errors.pop("own", None)
    found, reviews = _product(product.code)
    return _product_page(request, found, 409, form, reviews=reviews)
