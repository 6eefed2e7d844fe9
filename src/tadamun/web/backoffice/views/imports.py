"""Catalogue files (B9): upload, look, try, run, read what was wrong, take back; and out again."""

from io import BytesIO, StringIO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.goods.imports.models import Import
from tadamun.goods.imports.operations import (
    CannotUndo,
    NotAdmitted,
    export_products,
    preview_import,
    start_import,
    store_import,
    undo_import,
)
from tadamun.goods.imports.operations.storing import CannotStart, open_stored
from tadamun.goods.imports.problems import RowProblem, write_report
from tadamun.goods.imports.queries import pictures_left, problems_of
from tadamun.people.markets.rules import may_import
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.imports import ExportForm, UploadForm
from tadamun.web.backoffice.importing import Look, looked_at, report_row
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.sellers import Offer, sellers_offered
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.redirects import see

STATES = {
    Import.State.WAITING: gettext_lazy("Not run yet"), Import.State.RUNNING: gettext_lazy("Running"),
    Import.State.DONE: gettext_lazy("Brought in"), Import.State.FAILED: gettext_lazy("Could not be read"),
    Import.State.UNDONE: gettext_lazy("Taken back"),
}  # fmt: skip
KINDS = {
    Import.State.WAITING: "warn", Import.State.RUNNING: "info", Import.State.DONE: "ok", Import.State.FAILED: "bad",
    Import.State.UNDONE: "out",
}  # fmt: skip
SHOWN_PROBLEMS = 50
REFRESH = 3  # seconds between two looks at an import that runs


def _rows() -> QuerySet[Import]:
    return Import.objects.select_related("organisation", "market")


def _import(code: str) -> Import:
    return get_object_or_404(_rows(), code=code[:12])


def _state(row: Import) -> tuple[str, str]:
    """Words and colour; a try in advance says so."""
    if row.is_abandoned:
        return _("Interrupted"), "warn"
    words = str(STATES[Import.State(row.state)])
    if row.dry_run and row.state == Import.State.DONE:
        words = _("Tried, nothing written")
    return words, KINDS[Import.State(row.state)]


@for_team(may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(plain: HttpRequest) -> HttpResponse:
    """What was brought in, and the form for another file. Posting keeps the file and leads to its preview."""
    request = in_office(plain)
    found = sellers_offered(question(plain), request.language)
    if request.method != "POST":
        return _imports_page(
            plain,
            UploadForm(
                sellers=found.sellers,
                language=request.language,
                initial={"seller": question(plain, "seller")},
            ),
            found,
        )
    form = UploadForm(request.POST, request.FILES, sellers=found.sellers, language=request.language)
    if not form.is_valid():
        return _imports_page(plain, form, found, 422)
    said = form.cleaned_data
    try:
        row = store_import(
            organisation=form.admission().organisation, market=request.market, file=said["file"], file_name=said["file"].name,
            images=said["images"], language=said["language"], currency=said["currency"], craft=said["craft"],
            trusted=True if said["trusted"] else None,
        )  # fmt: skip
    except NotAdmitted:
        form.add_error("seller", _("This seller has no place in this market any more."))
        return _imports_page(plain, form, found, 409)
    return see(reverse("backoffice:import", args=[row.code]))


def _imports_page(request: HttpRequest, form: UploadForm, offered: Offer, status: int = 200) -> HttpResponse:
    found = listing(request, _rows().order_by("-pk"))
    language = in_office(request).language
    head = [_("File"), _("Seller"), _("When"), _("State"), (_("Products"), "num"), (_("Problems"), "num")]
    return page(
        request, "imports/list", status, form=form, found=found, head=head,
        rows=[(row, *_state(row), row.errors + row.warnings) for row in found.rows],
        words=question(request), offered=offered, export_form=ExportForm(
            sellers=offered.sellers, language=language, initial={"language": language}, auto_id="export_%s"
        ),
    )  # fmt: skip


@for_team(may_import)
@require_safe
def one(plain: HttpRequest, code: str) -> HttpResponse:
    """Its preview, its progress, or its result, by its state. A running one is looked at again by itself."""
    row = _import(code)
    response = _one_page(plain, row)
    if _runs(row) or (row.state == Import.State.WAITING and "started" in plain.GET):
        response.headers["Refresh"] = str(REFRESH)
    return response


def _runs(row: Import) -> bool:
    return row.state == Import.State.RUNNING and not row.is_abandoned


def _one_page(plain: HttpRequest, row: Import, status: int = 200, error: str = "") -> HttpResponse:
    request = in_office(plain)
    waits = row.state == Import.State.WAITING
    started = waits and "started" in plain.GET
    look = _look(row) if waits and not started else None
    kept = list(problems_of(row)) if not waits else []
    problems = kept[:SHOWN_PROBLEMS]
    words, kind = (_("Waiting"), "info") if started else _state(row)
    return page(
        request, "imports/import", status, row=row, state=words, state_kind=kind, look=look, started=started, error=error,
        runs=_runs(row),
        problems=[report_row(problem, request.language) for problem in problems or (look.problems if look else ())],
        problem_head=[(_("Row"), "num"), _("Column"), _("Problem"), _("In the file"), _("Effect")],
        left=len(kept) - len(problems), beyond=row.errors + row.warnings - len(kept),
        pictures=pictures_left(row) if row.state == Import.State.DONE and not row.dry_run else 0,
        product_head=[_("Product"), _("Craft"), (_("Variants"), "num"), (_("Price"), "num"), (_("Pictures"), "num")],
        may_run=waits or row.state == Import.State.FAILED or row.is_abandoned or (row.state == Import.State.DONE and row.dry_run),
        may_undo=(row.state == Import.State.DONE or row.is_abandoned) and not row.dry_run and bool(row.created + row.updated),
        percent=100 * row.done // row.products if row.products else 0,
    )  # fmt: skip


def _look(row: Import) -> Look | None:
    """The first rows; ``None`` once the file is gone."""
    try:
        with open_stored(row) as file:
            preview = preview_import(file, currency=row.currency, language=row.language)
    except FileNotFoundError:
        return None
    return looked_at(preview)


@for_team(may_import)
@require_POST
def run(request: HttpRequest, code: str) -> HttpResponse:
    """``trial`` among what was posted: everything but writing."""
    row = _import(code)
    try:
        start_import(row, dry_run="trial" in request.POST)
    except CannotStart:
        return _one_page(
            request,
            _import(code),
            409,
            _("This file was brought in already, or is gone: please choose it again."),
        )
    return see(f"{reverse('backoffice:import', args=[row.code])}?started=1")


@for_team(may_import)
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: HttpRequest, code: str) -> HttpResponse:
    """Asks first: what it made disappears, what it changed is as before."""
    row = _import(code)
    if request.method != "POST":
        return page(request, "imports/undo", row=row)
    try:
        done = undo_import(row)
    except CannotUndo:
        return _one_page(request, row, 409, _("This import cannot be taken back."))
    messages.success(
        request, _("Taken back: %(removed)s products removed, %(restored)s as before, %(kept)s left as a later file made them.")
        % {"removed": done.removed, "restored": done.restored, "kept": done.kept},
    )  # fmt: skip
    return see(reverse("backoffice:import", args=[row.code]))


@for_team(may_import)
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that was wrong, row by row, in the reader's language."""
    row, text = _import(code), StringIO()
    write_report(
        _every_problem(row), text, in_office(request).market.locale(in_office(request).language).lower()
    )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="problems-{row.code}.csv"'
    return response


def _every_problem(row: Import) -> list[RowProblem]:
    if row.state == Import.State.WAITING:
        look = _look(row)
        return list(look.problems) if look else []
    return list(problems_of(row))


@for_team(may_import)
@require_safe
def export(plain: HttpRequest) -> HttpResponse:
    """A seller's catalogue in one of the dialects."""
    request = in_office(plain)
    form = ExportForm(request.GET, sellers=(), language=request.language)
    if not form.is_valid():
        raise Http404
    said, organisation, out = form.cleaned_data, form.admission().organisation, BytesIO()
    export_products(
        organisation=organisation, market=request.market, dialect=said["dialect"], out=out, language=said["language"],
        origin=origin_of(request.market),
    )  # fmt: skip
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{organisation.code}-{said["dialect"]}.csv"'
    )
    return response
