"""A request follows its order; buyer and seller are told what waits for them."""

from django.utils.translation import gettext as _

from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.kernel.scopes import scope
from tadamun.people.conversations.models import Conversation
from tadamun.people.conversations.reactions import tell_buyer, tell_seller
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.people.notices.voice import Said, Voice, voice_of
from tadamun.trade.commissions.events import RequestMoved, StageTold
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.commissions.operations.following import follow_order
from tadamun.trade.commissions.queries import request_named
from tadamun.trade.orders.events import OrderMoved
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.queries import SHORT_SECRET
from tadamun.trade.orders.states import G

S = CustomRequest.State
FOLLOWS = {
    G.TO_PAY: S.ACCEPTED, G.TO_CONFIRM: S.ACCEPTED, G.TO_ACCEPT: S.ACCEPTED, G.TO_PREPARE: S.IN_WORK, G.TO_HAND_OVER: S.READY,
    G.SHIPPED: S.ENDED, G.DELIVERED: S.ENDED, G.RETURNED: S.ENDED, G.CANCELLED: S.WITHDRAWN,
}  # fmt: skip


@reaction(OrderMoved, when="now")
def keep_step(event: OrderMoved) -> None:
    """Where the order of a request stands, there it stands. She quoted it, so once it is paid she has accepted it."""
    with scope(market_id=event.market_id):
        order = SellerOrder.objects.select_related("purchase").get(code=event.code)
        if not order.purchase.placed_from.startswith("request:"):
            return
        state = S.DECLINED if event.fact == Fact.Kind.DECLINED else FOLLOWS[G(order.goods_state)]
        follow_order(order, state)
        if order.goods_state == G.TO_ACCEPT:
            record_fact(order, Fact.Kind.ACCEPTED)


@reaction(RequestMoved, when="later")
def tell_of_request(event: RequestMoved) -> None:
    """The buyer of a quote or that it ended; whoever shall make it is told by the message itself."""
    with scope(market_id=event.market_id):
        request = request_named(event.code)
    compose = {S.QUOTED: _quoted, S.DECLINED: _declined, S.EXPIRED: _expired}.get(S(event.what))
    if request is None or compose is None:
        if request is not None and event.what in (S.ACCEPTED, S.WITHDRAWN) and request.organisation:
            tell_seller(request.conversation, key=f"request/{event.code}/{event.what}")
        return
    key = f"request/{event.code}/{event.what}/{event.number}"
    tell_buyer(request.conversation, key=key, kind="request_moved", compose=compose)


def _who(conversation: Conversation, voice: Voice) -> str:
    return conversation.organisation.name(voice.language) if conversation.organisation else voice.shop


def _quoted(conversation: Conversation, voice: Voice, address: str) -> Said:
    facts = {"who": _who(conversation, voice), "link": address}
    text = _("%(who)s named a price and a day for the piece you asked for: %(link)s")
    return Said(_("A price for your piece"), text % facts, address)


def _declined(conversation: Conversation, voice: Voice, address: str) -> Said:
    facts = {"who": _who(conversation, voice), "link": address}
    text = _("We are sorry: %(who)s cannot make the piece you asked for. %(link)s")
    return Said(_("Your piece cannot be made"), text % facts, address)


def _expired(_conversation: Conversation, _voice: Voice, address: str) -> Said:
    text = _("The time for the piece you asked for is over. You can ask again: %(link)s")
    return Said(_("Your request has ended"), text % {"link": address}, address)


@reaction(StageTold, when="later")
def tell_of_stage(event: StageTold) -> None:
    """The buyer that there is something to see, once a stage."""
    with scope(market_id=event.market_id):
        order = SellerOrder.objects.select_related("purchase", "market", "organisation").get(code=event.code)
    purchase = order.purchase
    if not purchase.phone:
        return
    voice = voice_of(order.market, purchase.language)
    with voice.speaking():
        page = link("short_order", market=order.market, secret=purchase.secret[:SHORT_SECRET])
        facts = {"who": order.organisation.name(voice.language), "link": page}
        title = _("How your piece is coming along")
        text = _("%(who)s shows you how your piece is coming along: %(link)s") % facts
    ways = [(phone_channel(), purchase.phone), (str(Message.Channel.EMAIL), purchase.email)]
    for channel, to in ways:
        if to:
            send_notice(
                market=order.market, key=f"stage/{event.stage}/{channel}", kind="stage_told", channel=channel, to=to,
                language=voice.language, title=title, text=text, link=page, subject_ref=str(purchase.reference),
            )  # fmt: skip
