"""A batch is discarded while a colleague confirms its payouts: each is in the book and claimed, or neither."""

from functools import partial

import pytest
from django.db import transaction

from tadamun.kernel.scopes import everything
from tadamun.treasury.payouts.models import Claim, Payout
from tadamun.treasury.payouts.operations import (
    approve_batch,
    confirm_payout,
    discard_batch,
    import_statement,
    match_remittance,
)
from tests.trade.checkout.test_at_once import at_once
from tests.treasury.payouts.stage import Office
from tests.treasury.payouts.test_batches import prepare
from tests.treasury.payouts.test_statements import table, waiting, with_carrier

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


@pytest.mark.broad
def test_confirmed_while_it_is_discarded() -> None:
    office = Office(sellers=5)
    for seller in office.sellers:
        with transaction.atomic():
            office.earn(seller, 50_000)
    batch = prepare(office)
    approve_batch(batch, office.approver)
    payouts = office.payouts()
    confirming = [partial(confirm_payout, payout, reference="VIR") for payout in payouts]
    at_once(*confirming[:3], partial(discard_batch, batch, reason="wrong day"), *confirming[3:])
    with everything("a test's own claims"):
        claimed = set(Claim.objects.filter(released_at=None).values_list("payout", flat=True))
    confirmed = {one.pk for one in office.payouts() if one.state == Payout.State.CONFIRMED}
    assert claimed == confirmed
    assert office.bank() == -50_000 * len(confirmed)
    assert {one.state for one in office.payouts()} <= {Payout.State.CONFIRMED, Payout.State.FAILED}


@pytest.mark.broad
def test_two_lines_cannot_both_take_what_one_carrier_has() -> None:
    office = Office(sellers=1)
    with transaction.atomic():
        with_carrier(office, 50_000)
    import_statement(office.market, table("2026-11-20;300,00;;A", "2026-11-20;310,00;;B"))
    lines = waiting(office)
    found = at_once(*[partial(match_remittance, line, gross=line.amount) for line in lines])
    assert sorted(type(one).__name__ for one in found) == ["AboveBalance", "bool"]
    assert office.bank() in (30_000, 31_000)
