"""One batch: seen, approved by a second person, taken to the bank, and how each payout of it ended."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tadamun.kernel import audit, clock
from tadamun.kernel.money import total
from tadamun.kernel.sealed import CannotOpen
from tadamun.people.markets.rules import may_pay_out, may_see_payouts
from tadamun.treasury.ledger.queries import DatedRate, rates_to
from tadamun.treasury.payouts.files import CannotWrite, table_of, write_pain
from tadamun.treasury.payouts.models import Batch, Payout
from tadamun.treasury.payouts.operations import (
    SamePerson,
    WrongState,
    approve_batch,
    confirm_payout,
    discard_batch,
    fail_payout,
    note_sent,
)
from tadamun.treasury.payouts.operations.confirming import CostUnknown, NotUnderWay
from tadamun.treasury.payouts.shares import parts_in_batch
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.orders import OrderForm, ReasonForm
from tadamun.web.backoffice.forms.payouts import ConfirmForm, FailForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.payout_words import BATCH_KINDS, BATCHES, PAYOUT_KINDS, PAYOUTS, RAILS
from tadamun.web.backoffice.payouts import payouts_of
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import marked, word
from tadamun.web.shared.redirects import see
from tadamun.web.shared.spreadsheets import csv_file

S = Payout.State


def _batch(code: str) -> Batch:
    rows = Batch.objects.select_related("market", "prepared_by", "approved_by")
    return get_object_or_404(rows, code=code[:12])


@for_team(may_see_payouts)
@require_safe
def batch(request: HttpRequest, code: str) -> HttpResponse:
    return _batch_page(request, _batch(code))


def _batch_page(
    plain: HttpRequest, row: Batch, status: int = 200, error: str = "", bound: OrderForm | None = None
) -> HttpResponse:  # fmt: skip
    request, found = in_office(plain), payouts_of(row)
    state, kind = marked(BATCHES, BATCH_KINDS, row.state)
    may, dated, parts = may_pay_out(request.role), _dated(row), parts_in_batch(row)
    return page(
        request, "payouts/batch", status, row=row, state=state, state_kind=kind, rail=word(RAILS, row.rail), error=error,
        bound=bound, sum=total([payout.amount for payout in found], row.currency), may_pay=may,
        same_person=row.prepared_by_id == request.person.pk,
        payouts=[
            (
                payout, *marked(PAYOUTS, PAYOUT_KINDS, payout.state), *_forms(payout, may, bound, dated),
                parts.get(payout.pk, ()),
            )
            for payout in found
        ],
        reason=bound if isinstance(bound, ReasonForm) else ReasonForm(prefix="discard"),
        head=[_("Number"), _("Seller"), _("To"), (_("Amount"), "num"), _("State"), ""],
    )  # fmt: skip


def _dated(row: Batch) -> DatedRate | None:
    """The rate that its currency has today, where it is not the market's own."""
    home = row.market.currency
    return rates_to(home, row.market_id).get(row.currency) if row.currency != home else None


def _forms(
    payout: Payout, may: bool, bound: OrderForm | None, dated: DatedRate | None
) -> tuple[OrderForm | None, OrderForm | None]:  # fmt: skip
    """To confirm it and to say that it failed, where that follows."""
    confirm, fail = f"c-{payout.code}", f"f-{payout.code}"
    if bound is not None and bound.prefix in (confirm, fail):
        return (
            (bound, FailForm(prefix=fail))
            if bound.prefix == confirm
            else (ConfirmForm(prefix=confirm, payout=payout, dated=dated), bound)
        )
    under_way = may and payout.state in (S.APPROVED, S.SENT)
    failing = may and payout.state in (S.APPROVED, S.SENT, S.CONFIRMED)
    return (
        ConfirmForm(prefix=confirm, payout=payout, dated=dated) if under_way else None,
        FailForm(prefix=fail) if failing else None,
    )


def _moved(request: HttpRequest, code: str, do: Callable[[Batch], object], words: str) -> HttpResponse:
    row = _batch(code)
    try:
        do(row)
    except SamePerson:
        return _batch_page(request, row, 409, _("You prepared this batch: a second person must approve it."))
    except WrongState:
        return _batch_page(
            request, _batch(code), 409, _("Somebody moved this batch meanwhile. Here is how it stands now.")
        )
    messages.success(request, words)
    return see(reverse("backoffice:batch", args=[row.code]))


@for_team(may_pay_out)
@require_POST
def approval(request: HttpRequest, code: str) -> HttpResponse:
    person = in_office(request).person
    return _moved(request, code, lambda row: approve_batch(row, person), _("Approved. The file is ready."))


@for_team(may_pay_out)
@require_POST
def sending(request: HttpRequest, code: str) -> HttpResponse:
    return _moved(request, code, note_sent, _("Marked as sent. Confirm each payout when it arrives."))


@for_team(may_pay_out)
@require_POST
def discarding(request: HttpRequest, code: str) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="discard")
    if not form.is_valid():
        return _batch_page(request, _batch(code), 422, bound=form)
    reason = form.cleaned_data["reason"]
    words = _("Discarded. Everybody’s money waits for the next batch.")
    return _moved(request, code, lambda row: discard_batch(row, reason=reason), words)


# -- how each payout ended -----------------------------------------------------------------------------------


def _payout(code: str) -> Payout:
    return get_object_or_404(Payout.objects.select_related("batch__market"), code=code[:12])


@for_team(may_pay_out)
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    payout = _payout(code)
    form = ConfirmForm(
        request.POST, prefix=f"c-{payout.code}", payout=payout, dated=_dated(_batch(payout.batch.code))
    )
    if not form.is_valid():
        return _batch_page(request, _batch(payout.batch.code), 422, bound=form)
    try:
        confirm_payout(payout, **form.cleaned_data)
    except NotUnderWay:
        return _batch_page(
            request, _batch(payout.batch.code), 409, _("This payout can no longer be confirmed.")
        )
    except CostUnknown:
        return _batch_page(
            request,
            _batch(payout.batch.code),
            409,
            _("Nobody knows what left our account. Nothing was written."),
        )
    messages.success(request, _("Confirmed and told to the seller."))
    return see(reverse("backoffice:batch", args=[payout.batch.code]))


@for_team(may_pay_out)
@require_POST
def failure(request: HttpRequest, code: str) -> HttpResponse:
    payout = _payout(code)
    form = FailForm(request.POST, prefix=f"f-{payout.code}")
    if not form.is_valid():
        return _batch_page(request, _batch(payout.batch.code), 422, bound=form)
    fail_payout(payout, reason=form.cleaned_data["reason"])
    messages.success(request, _("Noted and told to the seller. Her money waits for the next batch."))
    return see(reverse("backoffice:batch", args=[payout.batch.code]))


# -- files ---------------------------------------------------------------------------------------------------


def _to_be_paid(code: str) -> tuple[Batch, list[Payout]]:
    """An approved batch and those of its payouts that stand; nobody else's numbers leave."""
    row = _batch(code)
    found = [payout for payout in payouts_of(row) if payout.state != S.FAILED]
    if row.approved_by_id is None or not found:
        raise Http404
    audit.record("take_payout_file", row.reference, market_id=row.market_id)
    return row, found


@for_team(may_pay_out)
@require_safe
def bank_file(request: HttpRequest, code: str) -> HttpResponse:
    """pain.001.001.09, for the bank's own site."""
    row, found = _to_be_paid(code)
    if row.rail != "bank_file":
        raise Http404
    now = clock.now()
    try:
        data = write_pain(row, found, made_at=now, execute_on=now.date())
    except CannotWrite:
        return _batch_page(
            request,
            row,
            409,
            _("The market’s own bank account is missing in Settings, Identity: the file needs it."),
        )
    except CannotOpen:
        return _batch_page(
            request,
            row,
            409,
            _("The account numbers were sealed with another key: ask whoever runs the server."),
        )
    response = HttpResponse(data, content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="transfers-{row.code}.xml"'
    return response


@for_team(may_pay_out)
@require_safe
def table_file(plain: HttpRequest, code: str) -> HttpResponse:
    row, found = _to_be_paid(code)
    head = [_("Number"), _("Seller"), _("Account holder"), _("Account"), _("Amount"), _("Currency")]
    try:
        rows = table_of(found, language=in_office(plain).language)
    except CannotOpen:
        return _batch_page(
            plain,
            row,
            409,
            _("The account numbers were sealed with another key: ask whoever runs the server."),
        )
    return csv_file(f"transfers-{row.code}", head, rows)


@for_team(may_pay_out)
@require_safe
def cash_list(request: HttpRequest, code: str) -> HttpResponse:
    """To be printed: each receiver signs beside her amount."""
    row, found = _to_be_paid(code)
    head = [_("Number"), _("Seller"), _("Who receives it"), (_("Amount"), "num"), _("Signature")]
    return page(
        request, "payouts/cash_list", row=row, payouts=found, head=head,
        sum=total([payout.amount for payout in found], row.currency),
    )  # fmt: skip
