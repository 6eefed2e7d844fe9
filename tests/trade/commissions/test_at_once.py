"""The same thing sent twice at the same moment is one thing."""

from datetime import timedelta
from functools import partial

import pytest

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import LetIn
from tadamun.people.accounts.operations import allow_trustee, give_let_in
from tadamun.people.conversations.operations import Caller, Said
from tadamun.people.sellers.member_table import Entry
from tadamun.people.sellers.models import Grant, Maker
from tadamun.people.sellers.operations.grants import give_mandate
from tadamun.people.sellers.operations.members_file import take_members
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.commissions.operations import Wish, ask_for_piece
from tests.factories import make_market, make_organisation, make_person
from tests.trade.checkout.test_at_once import at_once

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


@pytest.mark.broad
def test_one_mandate_stands_and_one_code_opens() -> None:
    organisation, owner, she = make_organisation(make_market()), make_person(), make_person("+212611112222")
    allow_trustee(she, str(organisation.reference))
    give = partial(
        give_mandate, organisation, helper=she, rights=["orders"], given="press", until=clock.now() + timedelta(days=9)
    )  # fmt: skip
    let_in = partial(give_let_in, she, by=owner, organisation_ref=str(organisation.reference))
    at_once(*[give] * 3, *[let_in] * 3)
    with everything("a test's own"):
        assert Grant.objects.count() == LetIn.objects.count() == 3
        assert Grant.objects.filter(ended_at=None).count() == 1
        assert LetIn.objects.filter(until__gt=clock.now()).count() == 1


@pytest.mark.broad
def test_a_list_and_a_wish() -> None:
    market = make_market()
    organisation = make_organisation(market)
    members = [Entry(2, "سعاد", "", "", "CD34"), Entry(3, "مريم")]
    bring = partial(take_members, organisation, market, members, language="ar")
    wish, caller = Wish(Said("طاولة"), organisation=organisation), Caller("Salma", phone="+212612345678")
    ask = partial(ask_for_piece, market, wish, caller, key="one", language="ar")
    with everything("a test's own"):
        before = Maker.objects.count()
    at_once(*[bring] * 3, *[ask] * 3)
    with everything("a test's own"):
        assert (Maker.objects.count() - before, CustomRequest.objects.count()) == (2, 1)
