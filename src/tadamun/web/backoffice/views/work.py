"""What machines could not do: messages that were not delivered, tasks that failed; and the log of who did what."""

from uuid import UUID

from django.contrib import messages as told
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tadamun.kernel.jobs import revive
from tadamun.kernel.models import AuditEntry
from tadamun.people.markets.rules import may_change_market, may_follow_orders
from tadamun.people.notices.ceiling import CODE_KIND
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import resend_notice
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.log_words import ACTS, about, why
from tadamun.web.backoffice.orders import names_of
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.waiting import dead_jobs, subject_of_job
from tadamun.web.backoffice.wording import CHANNELS, MESSAGES, word
from tadamun.web.shared.redirects import see

STATE_KINDS = {"waiting": "info", "sent": "ok", "failed": "bad"}


@for_team(may_follow_orders)
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What was sent to whom. Codes to sign in with are nobody's to read."""
    state, words = request.GET.get("state", ""), question(request)
    rows = Message.objects.exclude(kind=CODE_KIND)
    if state in MESSAGES:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(to__icontains=words.lstrip("0")) | Q(subject_ref__icontains=words))
    found = listing(request, rows)
    shown = [
        (row, word(CHANNELS, row.channel), word(MESSAGES, row.state), STATE_KINDS[row.state])
        for row in found.rows
    ]
    address = reverse("backoffice:messages")
    tabs = [(address, _("All"), state not in MESSAGES, 0)]
    tabs += [(f"{address}?state={code}", str(label), code == state, 0) for code, label in MESSAGES.items()]
    head = [_("To"), _("By"), _("About"), _("State"), _("When"), ""]
    return page(
        request, "work/messages", found=found, rows=shown, tabs=tabs, head=head, words=words, state=state
    )


@for_team(may_follow_orders)
@require_POST
def resending(request: HttpRequest) -> HttpResponse:
    """The message with the posted key once more, to the same address."""
    message = get_object_or_404(
        Message.objects.exclude(kind=CODE_KIND), key=request.POST.get("key", "")[:120]
    )
    if message.text:
        resend_notice(message)
        told.success(request, _("It is being sent again."))
    else:
        told.error(request, _("Its words have been erased: it cannot be sent again."))
    return see(f"{reverse('backoffice:messages')}?state=failed")


@for_team(may_change_market)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    rows = [
        (row, subject_of_job(row), row.exception_class_path.rpartition(".")[2])
        for row in dead_jobs(in_office(request).market.pk)
    ]
    return page(request, "work/jobs", rows=rows, head=[_("Task"), _("What went wrong"), _("When"), ""])


@for_team(may_change_market)
@require_POST
def revival(request: HttpRequest, job: UUID) -> HttpResponse:
    """Let it try again; only what is about this market."""
    if job not in {row.pk for row in dead_jobs(in_office(request).market.pk)}:
        raise Http404
    revive(job)
    told.success(request, _("It is being tried again."))
    return see(reverse("backoffice:jobs"))


@for_team(may_change_market)
@require_safe
def log(plain: HttpRequest) -> HttpResponse:
    """Who did what in this market, the latest first."""
    request = in_office(plain)
    words = question(request)
    rows = AuditEntry.objects.filter(market_id=request.market.pk).order_by("-pk")
    if words:
        rows = rows.filter(
            Q(subject__icontains=words) | Q(action__icontains=words) | Q(reason__icontains=words)
        )
    found = listing(request, rows)
    names = names_of(said for row in found.rows for said in (row.actor, row.subject))
    shown = [
        (row, _actor(row.actor, names), word(ACTS, row.action), *about(row, names), why(row))
        for row in found.rows
    ]
    return page(
        request,
        "work/log",
        found=found,
        rows=shown,
        words=words,
        head=[_("When"), _("Who"), _("Act"), _("About"), _("Reason")],
    )


def _actor(said: str, names: dict[str, str]) -> str:
    kind = said.partition(":")[0]
    if kind == "system":
        return _("by itself")
    return _("a visitor") if kind == "visitor" else names.get(said) or _("a person without a name")
