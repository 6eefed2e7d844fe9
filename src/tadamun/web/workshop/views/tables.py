"""All her prices and numbers in one table, and as a file, for whoever wants it."""

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.goods.imports.models import Import
from tadamun.goods.imports.operations import (
    CannotUndo,
    NotAdmitted,
    export_products,
    start_import,
    store_import,
    undo_import,
)
from tadamun.goods.imports.problems import problem_text
from tadamun.goods.imports.queries import imports_of, problems_of
from tadamun.goods.stock.editing import (
    HELD,
    MOST,
    NUMBER,
    PRICE,
    RECOUNTED,
    UNKNOWN,
    Edit,
    RefusedEdits,
    edit_offers,
)
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.paging import page_asked, pages_of
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import products as reading
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.forms.shop import FileForm, Row, rows_of
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.undo import Change, keep

A_TABLE = 50
REFRESH = 3
SHOWN = 30
WHY = {
    UNKNOWN: gettext_lazy("This product is not there any more."), PRICE: gettext_lazy("This price cannot be."),
    RECOUNTED: gettext_lazy("Meanwhile the number has changed. Please look again."),
    HELD: gettext_lazy("Some are in buyers’ baskets right now, so there cannot be fewer."),
    NUMBER: gettext_lazy("This number cannot be."),
}  # fmt: skip


def _selling(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    if not desk.admitted:
        raise Http404
    return desk


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def table(request: HttpRequest) -> HttpResponse:
    """One page of it is one form: all of it is written, or nothing and why, row by row."""
    desk = _selling(request)
    keys = reading.matching("")
    last = pages_of(len(keys), A_TABLE)
    number = page_asked(request, last)
    shown = reading.by_keys(desk, keys[(number - 1) * A_TABLE : number * A_TABLE])
    rows = rows_of(shown, request.POST if request.method == "POST" else None)[:MOST]
    if request.method == "POST":
        edits = [row.edit() for row in rows]
        wanted = [edit for edit in edits if edit is not None]
        if len(wanted) == len(rows) and (query := _written(request, desk, rows, wanted)) is not None:
            return see(desk.path(f"products/table/?page={number}&{query}"))
    return page(
        request, "table", tab="products", status=422 if request.method == "POST" else 200, rows=rows, number=number,
        last=last, back_url=desk.path("shop/"), wrong=sum(bool(row.problem) for row in rows), form=FileForm(),
    )  # fmt: skip


def _written(request: HttpRequest, desk: Desk, rows: list[Row], wanted: list[Edit]) -> str | None:
    """What the next address says; ``None`` when rows say what is wrong."""
    before = [
        [row.offer.variant.sku, row.offer.variant.price_minor, None if row.offer.made_to_order else row.offer.on_hand,
         edit.quantity, row.each.product.shown if edit.shown is not None else None]
        for row, edit in zip(rows, wanted, strict=True)
    ]  # fmt: skip
    try:
        changed = edit_offers(desk.organisation, wanted)
    except RefusedEdits as error:
        for row in rows:
            row.problem = str(WHY.get(error.problems.get(row.offer.variant.sku, ""), ""))
        return None
    messages.success(request, _("All of it is in the shop now.") if changed else _("Nothing was different."))
    return keep(request, desk, Change("table", "", "", before, [])) if changed else ""


@require_safe
@for_seller
def table_file(request: HttpRequest) -> HttpResponse:
    """All her products in our own CSV."""
    desk, out = _selling(request), BytesIO()
    export_products(
        organisation=desk.organisation, market=desk.market, dialect="tadamun", out=out, language=desk.language,
        origin=origin_of(desk.market),
    )  # fmt: skip
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{desk.organisation.code}.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def table_files(request: HttpRequest) -> HttpResponse:
    """A file of hers: looked into first, nothing written."""
    desk = _selling(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = store_import(
                organisation=desk.organisation, market=desk.market, file=file, file_name=str(file.name),
                language=desk.language, currency=desk.organisation.currency,
            )  # fmt: skip
        except NotAdmitted as error:
            raise Http404 from error
        start_import(row, dry_run=True)
        return see(desk.path(f"products/table/files/{row.code}/"))
    rows = list(imports_of(desk.organisation).order_by("-pk")[:10])
    return page(
        request, "table_files", tab="products", status=422 if form.is_bound else 200, form=form, rows=rows,
        back_url=desk.path("products/table/"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def table_import(request: HttpRequest, code: str) -> HttpResponse:
    """What was found in it; then brought in, then taken back."""
    desk = _selling(request)
    row = imports_of(desk.organisation).filter(code=code).select_related("organisation", "market").first()
    if row is None:
        raise Http404
    if request.method == "POST":
        return _act(request, desk, row)
    running = row.state in (Import.State.WAITING, Import.State.RUNNING)
    tried = row.state == Import.State.DONE and row.dry_run
    answer = page(
        request, "table_import", tab="products", row=row, running=running, tried=tried,
        done=row.state == Import.State.DONE and not row.dry_run, back_url=desk.path("products/table/files/"),
        problems=[(each.row, problem_text(each, desk.language)) for each in list(problems_of(row))[:SHOWN]],
    )  # fmt: skip
    if running:
        answer.headers["Refresh"] = str(REFRESH)
    return answer


def _act(request: HttpRequest, desk: Desk, row: Import) -> HttpResponse:
    try:
        if request.POST.get("act") == "undo":
            undo_import(row)
            messages.success(request, _("It is as it was before."))
        else:
            start_import(row, dry_run=False)
    except (CannotUndo, ValueError):
        messages.warning(request, _("Nothing was changed. Please try again."))
    return see(desk.path(f"products/table/files/{row.code}/"))
