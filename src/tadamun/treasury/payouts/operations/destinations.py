"""Where an organisation's money goes."""

from datetime import timedelta

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.bank_accounts import BadAccount, iban_of, masked
from tadamun.kernel.events import announce
from tadamun.kernel.money import EXPONENTS
from tadamun.kernel.scopes import scope
from tadamun.kernel.sealed import CannotOpen, seal
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.payouts.events import DestinationChanged
from tadamun.treasury.payouts.models import Destination, Rail


class BadDestination(ValueError):
    """``field`` is rail, holder, account or currency; ``code`` why: ``missing`` or one of ``BadAccount``."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


def name_destination(
    organisation: Organisation, market: Market, person: Person, *, rail: str, holder: str, account: str = "", currency: str = ""
) -> Destination:  # fmt: skip
    """From the market's hours on, money of that currency goes there; every member is told now. The same place named
    again changes nothing. Raises ``BadDestination``; then nothing was written.
    """
    currency, holder = currency or organisation.currency, " ".join(holder.split())[:120]
    number = _judged(rail, holder, account, currency)
    with transaction.atomic(), scope(market_id=market.pk, organisation_id=organisation.pk):
        before = Destination.objects.filter(currency=currency).order_by("-pk").first()
        if before and _same(before, rail, holder, number):
            return before
        now = clock.now()
        row = Destination.objects.create(
            organisation=organisation, currency=currency, rail=rail, holder=holder, set_by=person, set_at=now,
            sealed=seal(number) if number else "", masked=masked(number) if number else "",
            active_from=now + timedelta(hours=market.policy.destination_hours),
        )  # fmt: skip
        audit.record(
            "name_destination", organisation.reference, market_id=market.pk, rail=rail, account=row.masked,
            by=str(person.reference),
        )  # fmt: skip
        announce(
            DestinationChanged(
                market_id=market.pk, organisation_id=organisation.pk, destination_id=row.pk, code=organisation.code
            )
        )  # fmt: skip
    return row


def _same(before: Destination, rail: str, holder: str, number: str) -> bool:
    try:
        return (before.rail, before.holder, before.account()) == (rail, holder, number)
    except CannotOpen:  # sealed with a key that is gone: what is said now is new
        return False


def _judged(rail: str, holder: str, account: str, currency: str) -> str:
    """The account number as it is kept; empty where the rail needs none."""
    if rail not in Rail.values:
        raise BadDestination("rail", "missing")
    if currency not in EXPONENTS:
        raise BadDestination("currency", "missing")
    if not holder:
        raise BadDestination("holder", "missing")
    if rail != Rail.BANK_FILE:
        return ""
    if not account.strip():
        raise BadDestination("account", "missing")
    try:
        return iban_of(account[:80])
    except BadAccount as error:
        raise BadDestination("account", error.code) from error
