"""What an organisation is told about its money."""

from django.utils.translation import gettext as _

from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.operations import occasion
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.notices import tell_organisation
from tadamun.treasury.payouts.events import DestinationChanged, PayoutChanged, PayoutConfirmed, PayoutFailed
from tadamun.treasury.payouts.models import Destination, Payout


@reaction(DestinationChanged, when="later")
def tell_of_destination(event: DestinationChanged) -> None:
    """Every member: one of them may be the thief's."""
    with everything("the new destination of one organisation"):
        row = Destination.objects.select_related("organisation").get(pk=event.destination_id)
    market = Market.objects.get(pk=event.market_id)
    tell_organisation(
        row.organisation, market, key=f"destination/{row.pk}", kind="destination_changed",
        subject_ref=str(event.subject), compose=lambda voice: _destination(row, market, voice),
    )  # fmt: skip


def _destination(row: Destination, market: Market, voice: Voice) -> Said:
    address = link("workshop", market=market, language=voice.language)
    names = {
        "seller": row.organisation.name(voice.language), "shop": voice.shop, "day": voice.day(row.active_from),
        "place": row.masked or row.holder,
    }  # fmt: skip
    title = _("Your money will go to another place")
    text = _(
        "From %(day)s, %(shop)s sends the money of %(seller)s to %(place)s. If you did not ask for this, call us now:"
    )
    return Said(title, f"{text % names} {address}", address)


@reaction(PayoutConfirmed, PayoutFailed, when="later")
def tell_of_payout(event: PayoutChanged) -> None:
    with everything("one payout by its key"):
        row = Payout.objects.select_related("organisation", "batch__market").get(pk=event.payout_id)
    arrived = isinstance(event, PayoutConfirmed)
    tell_organisation(
        row.organisation, row.batch.market, key=f"payout/{row.code}/{occasion(event)}",
        kind="payout_confirmed" if arrived else "payout_failed", subject_ref=str(row.reference),
        compose=lambda voice: _payout(row, arrived, voice),
    )  # fmt: skip


def _payout(row: Payout, arrived: bool, voice: Voice) -> Said:
    address = link("workshop", market=row.batch.market, language=voice.language)
    names = {"amount": voice.money(row.amount), "shop": voice.shop, "place": row.masked or row.holder}
    if arrived:
        title, text = (
            _("Your money was sent"),
            _("%(shop)s sent you %(amount)s to %(place)s. See what it is for:"),
        )
    else:
        title = _("Your money could not be sent")
        text = _(
            "%(shop)s could not send you %(amount)s to %(place)s. It stays yours. See where it should go:"
        )
    return Said(title, f"{text % names} {address}", address)
