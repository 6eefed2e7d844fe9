"""Payouts of the demonstration: some arrived, one is on its way, others wait for a second person; and makers' parts."""

from datetime import timedelta

from tadamun.config.demo.admitting import Seller
from tadamun.config.demo.opening import OPERATOR, TREASURER
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Member, Organisation
from tadamun.treasury.payouts.models import Batch, Payout, Rail, Withdrawal
from tadamun.treasury.payouts.operations import (
    approve_batch,
    ask_for_payout,
    confirm_payout,
    name_destination,
    name_shares,
    note_sent,
    prepare_batch,
)
from tadamun.treasury.payouts.operations.sharing import WHOLE
from tadamun.treasury.payouts.queries import Due, currencies_due, due_of, dues, rails_of

AGREED = timedelta(days=60)
WITHOUT = 4  # each fourth seller has not said where her money should go


def pay_out(market: Market) -> int:
    """Money that is ready goes into batches, one a currency; the first arrived but for one payout. Returns how many."""
    treasurer = Person.objects.get(phone=TREASURER)
    with scope(market_id=market.pk):
        currencies = currencies_due()
        for currency in currencies:
            for number, due in enumerate(dues(market, currency)):
                if number % WITHOUT != WITHOUT - 1:
                    _say_where(market, due, currency)
        asked = _ask_for_half(market)
        batches = [
            prepare_batch(market, treasurer, currency=currency, rail=rail)
            for currency in currencies
            for rail, _amount, _count in rails_of(dues(market, currency))
        ]
        if batches:
            _send(batches[0])
        if asked and not due_of(market, asked.organisation, market.currency).why:
            ask_for_payout(
                asked.organisation, market, asked.asked_by, key="demo-rest", currency=market.currency
            )
        return Payout.objects.count()


def share_among_makers(seller: Seller) -> None:
    """A group keeps a tenth of what it earns; its makers have equal parts of the rest, agreed before its first sale here."""
    if seller.organisation.kind == Organisation.Kind.ARTISAN:
        return
    with scope(organisation_id=seller.organisation.pk):
        makers = list(Maker.objects.filter(organisation=seller.organisation).order_by("pk"))
    shares = {maker: WHOLE * 9 // 10 // len(makers) for maker in makers}
    with acting(actor=seller.organisation.reference):
        name_shares(seller.organisation, shares, starts=clock.today() - AGREED)


def _say_where(market: Market, due: Due, currency: str) -> None:
    organisation = due.organisation
    member = Member.objects.select_related("person").filter(organisation=organisation).order_by("pk")[0]
    rib = str(organisation.registers.get("rib", ""))
    with clock.shifted(-timedelta(hours=market.policy.destination_hours + 1)):
        name_destination(
            organisation, market, member.person, rail=Rail.BANK_FILE if rib else Rail.CASH_LIST, account=rib,
            holder=organisation.name(market.default_language), currency=currency,
        )  # fmt: skip


def _ask_for_half(market: Market) -> Withdrawal | None:
    """One seller asks for a part of what is ready: she is paid that, and asks for the rest afterwards."""
    ready = next((due for due in dues(market, market.currency) if not due.why and due.amount.minor > 1), None)
    if ready is None:
        return None
    half = Money(ready.amount.minor // 2, market.currency)
    member = Member.objects.select_related("person").filter(organisation=ready.organisation).order_by("pk")[0]
    return ask_for_payout(ready.organisation, market, member.person, key="demo-half", amount=half)


def _send(batch: Batch) -> None:
    """What it cost in another currency is not known yet: the rate of the day is taken."""
    approve_batch(batch, Person.objects.get(phone=OPERATOR))
    note_sent(batch)
    arrived = list(Payout.objects.select_related("batch__market").filter(batch=batch).order_by("pk"))[:-1]
    for number, payout in enumerate(arrived, 1):
        confirm_payout(payout, reference=f"VIR {batch.code}/{number}", at_rate=True)
