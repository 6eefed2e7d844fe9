"""Words others wrote for a piece told by voice: its cooperative writes, its maker hears and presses the green hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.goods.catalogue.models import Wording
from tadamun.goods.catalogue.operations import WrongState, agree_to_words, object_to_words
from tadamun.kernel.text import words
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.web.shared.redirects import see
from tadamun.web.shared.words_form import WordsForm
from tadamun.web.workshop import products as reading
from tadamun.web.workshop.access import action, desk_of, for_seller
from tadamun.web.workshop.hands import recording
from tadamun.web.workshop.listing.files import recorded
from tadamun.web.workshop.pages import page


def _found(request: HttpRequest, code: str) -> Wording:
    row = Wording.objects.select_related("product__organisation").filter(product__code=code).first()
    if row is None or not desk_of(request).admitted:
        raise Http404
    return row


@require_safe
@for_seller
def hearing(request: HttpRequest, code: str) -> HttpResponse:
    """She hears or reads them; yes is a green hand, no is a recording."""
    return _hearing(request, _found(request, code))


def _hearing(
    request: HttpRequest, row: Wording, status: int = 200, refusal: RefusedRecording | None = None
) -> HttpResponse:
    desk = desk_of(request)
    product = row.product
    return page(
        request, "hand/hearing", tab="products", status=status, row=row, each=reading.find(desk, product.code),
        story=words(product.stories, desk.language, desk.market.languages), reading=recording(row.reading),
        told=recording(row.voice), refusal=refusal, back_url=desk.path(f"products/{product.code}/"),
    )  # fmt: skip


@for_seller
@action
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    row = _found(request, code)
    try:
        agree_to_words(row, heard=request.POST.get("heard", ""))
        messages.success(request, _("Thank you. Now the market looks at it."))
    except WrongState:
        messages.warning(request, _("The words have changed meanwhile. Please listen again."))
    return see(desk_of(request).path(f"products/{code}/"))


@for_seller
@action
def objection(request: HttpRequest, code: str) -> HttpResponse:
    row, desk = _found(request, code), desk_of(request)
    try:
        said = request.FILES.get("voice")
        voice = recorded(desk, said.read(13 * 1024 * 1024)).code if said else ""
        object_to_words(row, voice=voice)
        messages.success(request, _("We heard you, and write it anew."))
    except RefusedRecording as refusal:
        return _hearing(request, row, 422, refusal)
    except WrongState:
        messages.warning(request, _("The words have changed meanwhile. Please listen again."))
    return see(desk.path(f"products/{code}/"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def wording(request: HttpRequest, code: str) -> HttpResponse:
    """Her cooperative writes title and story from what she said."""
    row, desk = _found(request, code), desk_of(request)
    posted = request.method == "POST"
    form = WordsForm(
        row, desk.market.languages, request.POST if posted else None, request.FILES if posted else None
    )
    if posted and form.is_valid():
        try:
            read = form.cleaned_data["reading"]
            if form.save(recorded(desk, read.read()).code if read else ""):
                messages.success(request, _("Kept. She hears it and decides."))
                return see(desk.path(f"products/{code}/"))
        except RefusedRecording as refusal:
            form.add_error("reading", str(refusal))
    return page(
        request, "hand/writing", tab="products", status=422 if posted else 200, row=row, form=form,
        each=reading.find(desk, code), told=recording(row.voice), answer=recording(row.answer),
        back_url=desk.path(f"products/{code}/"),
    )  # fmt: skip
