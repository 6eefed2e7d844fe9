"""The other side is told that something was said, at most once an hour: a page, not a telephone."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.kernel.scopes import scope
from tadamun.people.conversations.events import MessageSaid
from tadamun.people.conversations.models import Conversation, Message
from tadamun.people.notices.models import Message as Notice
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.people.notices.voice import Said, Voice, voice_of
from tadamun.people.sellers.notices import tell_organisation

SIDE = Message.Side
Compose = Callable[[Conversation, Voice, str], Said]


@reaction(MessageSaid, when="later")
def tell_others(event: MessageSaid) -> None:
    """The buyer hears of the seller's and the market's answers, the seller of the buyer's and the market's."""
    with scope(market_id=event.market_id):
        rows = Conversation.objects.select_related("market", "organisation")
        conversation = rows.get(code=event.code)
    hour = f"{clock.now():%Y%m%d%H}"
    if event.side != SIDE.BUYER:
        tell_buyer(
            conversation, key=f"said/{conversation.code}/{hour}", kind="message_said", compose=_to_buyer
        )
    if event.side != SIDE.SELLER and conversation.organisation:
        tell_seller(conversation, key=f"said/{conversation.code}/{hour}")


def tell_buyer(conversation: Conversation, *, key: str, kind: str, compose: Compose) -> None:
    """By phone, and by e-mail when she gave one; once for each key, nothing once she is forgotten."""
    voice = voice_of(conversation.market, conversation.language)
    address = link(
        "conversation", market=conversation.market, language=voice.language, secret=conversation.secret
    )
    with voice.speaking():
        said = compose(conversation, voice, address)
    ways = [(phone_channel(), conversation.phone), (str(Notice.Channel.EMAIL), conversation.email)]
    for channel, to in ways:
        if to:
            send_notice(
                market=conversation.market, key=f"{key}/{channel}", kind=kind, channel=channel, to=to,
                language=voice.language, title=said.title, text=said.short, link=said.link,
                subject_ref=conversation.subject,
            )  # fmt: skip


def tell_seller(conversation: Conversation, *, key: str) -> None:
    """That something waits for her in the workshop."""
    assert conversation.organisation is not None
    tell_organisation(
        conversation.organisation, conversation.market, key=f"{key}/seller", kind="message_said",
        subject_ref=conversation.subject, compose=lambda voice: _to_seller(conversation, voice),
    )  # fmt: skip


def _to_buyer(conversation: Conversation, voice: Voice, address: str) -> Said:
    who = conversation.organisation.name(voice.language) if conversation.organisation else voice.shop
    facts = {"who": who, "link": address}
    return Said(
        _("%(who)s answered you") % facts,
        _("%(who)s answered you. To read or hear it: %(link)s") % facts,
        address,
    )


def _to_seller(conversation: Conversation, voice: Voice) -> Said:
    address = link(
        "workshop_conversation",
        market=conversation.market,
        language=voice.language,
        code=conversation.about.code,
    )
    facts = {"link": address}
    return Said(
        _("A buyer wrote to you"), _("A buyer wrote to you. To hear and answer: %(link)s") % facts, address
    )
