"""The demonstration's mailbox: messages that reach nobody lie here, for whoever tries the market."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tadamun.people.notices.models import Message
from tadamun.people.notices.queries import mailbox as kept
from tadamun.people.notices.segments import segments
from tadamun.web.shared.doors import door
from tadamun.web.shared.requests import CHECKOUT

CHANNELS = {
    Message.Channel.EMAIL: _("E-mail"),
    Message.Channel.SMS: _("SMS"),
    Message.Channel.WHATSAPP: "WhatsApp",
    Message.Channel.CALL: _("Call"),
}

SEGMENTED = (Message.Channel.SMS, Message.Channel.WHATSAPP)


@never_cache
@require_safe
@door(CHECKOUT)
def mailbox(request: HttpRequest) -> HttpResponse:
    """The market's latest messages. Exists only in a demonstration."""
    if not settings.DEMO:
        raise Http404
    rows = [
        (
            row,
            CHANNELS[Message.Channel(row.channel)],
            segments(row.text) if row.channel in SEGMENTED else 0,
        )
        for row in kept()
    ]
    response = render(request, "storefront/account/mailbox.html", {"messages": rows})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
