"""A seller of two markets: one keeps her papers and reviews her products, the other shows them or does not."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import ProductDraft, VariantDraft, create_product, submit_product
from tadamun.goods.imports.operations import NotAdmitted, run_import
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Member, Organisation
from tadamun.people.sellers.operations import admit_seller, apply_to_market, refuse_seller, suspend_seller
from tadamun.people.sellers.queries import keeps
from tadamun.showcase.window.models import CatalogueRow
from tests.factories import make_organisation
from tests.web.backoffice.conftest import in_team, words_of

OFFICE = "/en/office/"
PERSON = {"member-phone": "0661234567", "member-name": "Mallory", "member-role": "owner"}
FILE = b"handle,title_fr,craft,sku,price,currency,mode,quantity\nneuf,Neuf,carpets,N-1,100,MAD,,2\n"


@pytest.fixture
def later(other_market: Market, organisation: Organisation) -> Admission:
    """What she asked of the other market, after the first admitted her."""
    return apply_to_market(organisation, other_market)


@pytest.fixture
def stranger(other_market: Market) -> Client:
    return in_team(other_market, "operator")


def waiting(organisation: Organisation) -> Product:
    draft = ProductDraft(
        craft="carpets", titles={"fr": "Tapis"}, variants=[VariantDraft(sku="W-1", price=Money(45000, "MAD"))]
    )
    return submit_product(create_product(organisation, draft))


def shown_in(product: Product) -> set[str]:
    with everything("a test's own product"):
        return set(CatalogueRow.objects.filter(product=product).values_list("market__slug", flat=True))


def review_of(product: Product) -> str:
    with everything("a test's own product"):
        return str(Product.objects.get(pk=product.pk).review)


@pytest.mark.broad
@pytest.mark.parametrize("decision", [None, refuse_seller, admit_seller, suspend_seller])
def test_a_later_market_changes_nothing_of_her(
    operator: Client, stranger: Client, later: Admission, organisation: Organisation, decision: Any
) -> None:
    if decision is suspend_seller:
        admit_seller(later)
    if decision:
        decision(later, reason="so")
    path = f"{OFFICE}sellers/{organisation.code}/"
    for rest in ("members/", "members/1/removal/", "details/", "makers/"):
        assert stranger.post(path + rest, PERSON).status_code == 403, rest
    with everything("a test's own seller"):
        assert not Member.objects.exists()
    page = words_of(stranger.get(path))
    assert "Add a person" not in page
    assert "Another market admitted this seller first" in page
    assert operator.post(path + "members/", PERSON).status_code == 303
    assert ("+212661234567" in words_of(stranger.get(path))) is (decision is admit_seller)


def test_papers_stay_with_the_first_that_admitted_her(
    market: Market, other_market: Market, organisation: Organisation, later: Admission
) -> None:
    with everything("a test's own seller"):
        first = Admission.objects.get(market=market)
    assert (keeps(first), keeps(later)) == (True, False)
    admit_seller(later)
    suspend_seller(first, reason="late")
    assert (keeps(first), keeps(later)) == (True, False)
    asked = make_organisation(market, admitted=False)
    second = apply_to_market(asked, other_market)
    with everything("a test's own seller"):
        first = Admission.objects.get(market=market, organisation=asked)
    assert (keeps(first), keeps(second)) == (True, False)
    refuse_seller(first, reason="no place")
    assert (keeps(first), keeps(second)) == (False, True)


@pytest.mark.broad
def test_one_market_reviews_and_another_hides(
    operator: Client, stranger: Client, later: Admission, organisation: Organisation, rug: Product
) -> None:
    new = waiting(organisation)
    assert stranger.get(f"{OFFICE}review/{rug.code}/").status_code == 404
    assert stranger.post(f"{OFFICE}review/{rug.code}/listing/", {"hidden": "1"}).status_code == 404
    admit_seller(later)
    assert new.code not in stranger.get(f"{OFFICE}review/").content.decode()
    for product, act in ((new, "approval"), (rug, "correction"), (rug, "waiting")):
        answer = stranger.post(f"{OFFICE}review/{product.code}/{act}/", {"canned": ["photo"]})
        assert answer.status_code == 403, act
    assert (review_of(new), review_of(rug)) == ("waiting", "approved")
    assert "may hide what it does not want" in words_of(stranger.get(f"{OFFICE}review/{rug.code}/"))
    assert shown_in(rug) == {"souk", "autre"}
    assert stranger.post(f"{OFFICE}review/{rug.code}/listing/", {"hidden": "1"}).status_code == 303
    assert shown_in(rug) == {"souk"}
    assert "It is hidden in this market" in words_of(stranger.get(f"{OFFICE}review/{rug.code}/"))
    assert stranger.post(f"{OFFICE}review/{rug.code}/listing/", {"hidden": "0"}).status_code == 303
    assert operator.post(f"{OFFICE}review/{new.code}/approval/").status_code == 303
    assert shown_in(rug) == shown_in(new) == {"souk", "autre"}


def test_a_file_brought_by_another_market_is_never_trusted(
    market: Market, other_market: Market, later: Admission, organisation: Organisation
) -> None:
    def bring(where: Market) -> str:
        run_import(organisation=organisation, market=where, file=BytesIO(FILE), trusted=True)
        with everything("a test's own product"):
            return str(Product.objects.get(external_id="neuf").review)

    with pytest.raises(NotAdmitted):
        bring(other_market)
    admit_seller(later)
    assert bring(other_market) == "waiting"
