"""Requests for pieces: where they stand, for whoever follows orders; what was said is read with a reason that is kept."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel import audit
from tadamun.kernel.codes import new_secret
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.operations import Said, say
from tadamun.people.conversations.queries import messages_of
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.commissions.queries import count_by_state, latest_quotes, like, quotes_of, request_named
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.requests import AnswerForm, ReasonForm
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import REQUEST_KINDS, REQUESTS, marked
from tadamun.web.shared.redirects import see
from tadamun.web.shared.spoken_messages import shown_messages

S = CustomRequest.State
READING = "requests_read"  # in the session: codes of those whose reading she gave a reason for


@for_team(may_follow_orders)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The newest first, of one state or all."""
    state, words = request.GET.get("state", ""), question(request)
    rows = CustomRequest.objects.select_related("organisation", "conversation")
    if state in S.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(like(words))
    found = listing(request, rows.order_by("-asked_at", "-pk"))
    quotes = latest_quotes(found.rows)
    shown = [(row, *marked(REQUESTS, REQUEST_KINDS, row.state), quotes.get(row.pk)) for row in found.rows]
    counts, address = count_by_state(), reverse("backoffice:requests")
    tabs = [(address, _("All"), state not in S.values, 0)]
    tabs += [
        (f"{address}?state={code}", str(REQUESTS[code]), code == state, counts.get(code, 0))
        for code in S.values
        if code == state or counts.get(code)
    ]
    head = [_("Number"), _("Asked"), _("Buyer"), _("Seller"), _("State"), _("Price")]
    return page(
        request, "requests/list", found=found, rows=shown, tabs=tabs, head=head, words=words, state=state
    )


@for_team(may_follow_orders)
@require_http_methods(["GET", "HEAD", "POST"])
def request_read(plain: HttpRequest, code: str) -> HttpResponse:
    """Where it stands; with a reason also what was said. A reason is kept in the log, and asked for once a sitting."""
    found = request_named(code[:12].upper())
    if found is None:
        raise Http404
    read = plain.session.get(READING, [])
    if plain.method == "POST" and "reason" in plain.POST:
        form = ReasonForm(plain.POST)
        if form.is_valid():
            with transaction.atomic():
                audit.record(
                    "read_request",
                    found.reference,
                    market_id=found.market_id,
                    reason=form.cleaned_data["reason"],
                )
            plain.session[READING] = [*read, found.code][-50:]
            return see(reverse("backoffice:request", args=[found.code]))
        return _page(plain, found, 422, reason=form)
    if found.code not in read:
        return _page(plain, found, reason=ReasonForm())
    answer = AnswerForm(plain.POST if plain.method == "POST" else None, initial={"key": new_secret()})
    if answer.is_bound and answer.is_valid():
        say(
            found.conversation,
            Message.Side.MARKET,
            Said(answer.cleaned_data["words"]),
            key=answer.cleaned_data["key"],
        )
        messages.success(plain, _("Both sides are told."))
        return see(reverse("backoffice:request", args=[found.code]))
    return _page(plain, found, 422 if answer.is_bound else 200, answer=answer)


def _page(plain: HttpRequest, found: CustomRequest, status: int = 200, **more: Any) -> HttpResponse:
    language = in_office(plain).language
    seller = found.organisation.name(language) if found.organisation else ""
    context: dict[str, Any] = {"wish": found, "seller": seller, "quotes": quotes_of(found), **more}
    context["state"], context["state_kind"] = marked(REQUESTS, REQUEST_KINDS, found.state)
    if "answer" in more:
        rows = messages_of(found.conversation)
        context["said"] = shown_messages(
            rows, Message.Side.MARKET, buyer=found.conversation.name, seller=seller
        )
    return page(plain, "requests/request", status, **context)
