"""A helper's product is not shown before the artisan says yes to its price; what was sent is taken back for ten seconds."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tadamun.goods.catalogue.models import Draft, Product
from tadamun.goods.catalogue.operations import NotHeard, approve_product, keep_draft, store_picture
from tadamun.goods.stock.operations import free
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything
from tadamun.people.markets.operations import appoint
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Proposal
from tadamun.people.sellers.operations.grants import give_mandate
from tests.factories import make_person, variant_of
from tests.web.workshop.conftest import Seller
from tests.web.workshop.test_orders import photo

pytestmark = pytest.mark.django_db
W = "/ar/workshop/"


def browser(person: Any) -> Client:
    client = Client(SERVER_NAME="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    client.force_login(person)
    return client


@pytest.fixture
def helper(seller: Seller) -> Client:
    person = make_person(name="سعاد")
    with acting(actor=seller.person.reference, market_id=seller.market.pk):
        give_mandate(
            seller.organisation, helper=person, rights=["products", "stock"], given="press",
            until=clock.now() + timedelta(days=30),
        )  # fmt: skip
    return browser(person)


def draft_of(seller: Seller) -> str:
    """Everything said but the last press; the address of its preview."""
    key = uuid4()
    with acting(actor=seller.person.reference):
        picture = store_picture(seller.organisation, photo().read())
        content = {
            "pictures": [picture.digest], "craft": "carpets", "price": 45000, "mode": "stock", "count": 3,
            "title": "زربية", "language": "ar",
        }  # fmt: skip
        keep_draft(seller.organisation, key, content, step=5)
    return f"{W}products/new/{key}/preview/"


def product() -> Product:
    with everything("a test"):
        return Product.objects.select_related("organisation").latest("pk")


def waiting() -> list[Proposal]:
    with everything("a test"):
        return list(Proposal.objects.filter(state="waiting"))


def proposals_told(seller: Seller) -> list[str]:
    run_worker(once=True, scheduled=False)
    with everything("a test"):
        rows = Message.objects.filter(kind="change_proposed", to=seller.person.phone)
        return [row.text for row in rows]


def office(seller: Seller) -> Client:
    person = make_person()
    appoint(seller.market, person, "operator")
    return browser(person)


@pytest.mark.broad
def test_a_helpers_first_price_waits_for_her_yes(seller: Seller, helper: Client) -> None:
    preview, team = draft_of(seller), office(seller)
    sent = helper.post(preview)
    assert sent.status_code == 303
    assert helper.post(preview)["Location"] == sent["Location"]
    made = product()
    assert (made.review, made.price_to_hear) == ("waiting", True)
    (asked,) = waiting()
    approval = f"/ar/office/review/{made.code}/approval/"
    team.post(approval)
    assert product().review == "waiting"
    assert 'id="approve"' not in team.get(f"/ar/office/review/{made.code}/").content.decode()
    # Nobody is told while it can be taken back.
    assert proposals_told(seller) == []
    with clock.shifted(timedelta(seconds=21)):
        (told,) = proposals_told(seller)
        assert "سعاد" in told
        proposals_told(seller)
    assert helper.post(f"{W}proposals/{asked.code}/", {"answer": "yes"}).status_code == 403
    helper.post(f"{W}products/{made.code}/price/", {"sku": variant_of(made).sku, "price": "500"})
    assert product().price_to_hear
    page = seller.browser.get(f"{W}proposals/")
    assert page.status_code == 200
    assert f"{W}proposals/" in seller.browser.get(f"{W}products/{made.code}/").content.decode()
    (newer,) = waiting()
    seller.browser.post(f"{W}proposals/{newer.code}/", {"answer": "no"})
    team.post(approval)
    assert product().review == "waiting", "no yes has been said to any price"
    # Her own price is her yes, the same one too.
    own = {"sku": variant_of(made).sku, "price": "450"}
    assert seller.browser.post(f"{W}products/{made.code}/price/", own).status_code == 303
    assert not product().price_to_hear
    assert team.post(approval).status_code == 303
    assert product().review == "approved"


@pytest.mark.broad
def test_her_yes_is_enough_and_her_no_leads_to_the_price(seller: Seller, helper: Client) -> None:
    for answer, rest in (("no", "products/{}/"), ("yes", "proposals/")):
        helper.post(draft_of(seller))
        (asked,) = waiting()
        made = product()
        page = seller.browser.get(f"{W}proposals/").context["waiting"]
        assert [each["first"] for each in page] == [True]
        then = seller.browser.post(f"{W}proposals/{asked.code}/", {"answer": answer})
        assert then["Location"] == W + rest.format(made.code)
        assert product().price_to_hear is (answer == "no")
    assert approve_product(product()).review == "approved"


@pytest.mark.broad
def test_her_own_price_is_an_answer_and_she_is_not_asked_again(seller: Seller, helper: Client) -> None:
    helper.post(draft_of(seller))
    own = {"sku": variant_of(product()).sku, "price": "500"}
    seller.browser.post(f"{W}products/{product().code}/price/", own)
    assert (product().price_to_hear, waiting()) == (False, [])


def test_what_she_sends_herself_needs_no_second_yes(seller: Seller) -> None:
    seller.browser.post(draft_of(seller))
    assert not product().price_to_hear
    assert not waiting()


def test_the_database_keeps_it(seller: Seller, helper: Client) -> None:
    helper.post(draft_of(seller))
    with pytest.raises(NotHeard):
        approve_product(product())
    with everything("a test"), pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product().pk).update(review="approved")


def undo(client: Client, page: str) -> str:
    return str(client.get(page).context["undo"])


@pytest.mark.broad
@pytest.mark.parametrize("who", ["herself", "helper"])
def test_what_was_sent_is_a_draft_again(seller: Seller, helper: Client, who: str) -> None:
    client = helper if who == "helper" else seller.browser
    preview = draft_of(seller)
    page = client.post(preview)["Location"]
    first, change = product(), undo(client, page)
    assert free(variant_of(first)) == 3
    taken = client.post(f"{W}reversal/", {"change": change})
    assert taken["Location"] == preview
    assert client.get(preview).status_code == 200
    with everything("a test"):
        (draft,) = Draft.objects.all()
        assert Product.objects.get(pk=first.pk).removed_at is not None
    assert (draft.sent_as, draft.content["price"]) == (None, 45000)
    assert free(variant_of(first)) == 0
    assert not waiting()
    assert first.code not in office(seller).get("/ar/office/review/").content.decode()
    assert AuditEntry.objects.filter(action="take_back_draft").count() == 1
    client.post(f"{W}reversal/", {"change": change})
    assert AuditEntry.objects.filter(action="take_back_draft").count() == 1
    with clock.shifted(timedelta(minutes=1)):
        assert proposals_told(seller) == []
    # Sent again it is another product, and the old seconds are no longer its.
    client.post(preview)
    client.post(f"{W}reversal/", {"change": change})
    assert product().pk != first.pk
    assert product().removed_at is None


@pytest.mark.broad
def test_it_is_not_taken_back_late_nor_after_somebody_looked(seller: Seller, other: Seller) -> None:
    page = seller.browser.post(draft_of(seller))["Location"]
    change = undo(seller.browser, page)
    assert change
    other.browser.post(f"{W}reversal/", {"change": change})
    with clock.shifted(timedelta(seconds=11)):
        late = seller.browser.post(f"{W}reversal/", {"change": change})
        assert late["Location"] == f"{W}products/{product().code}/"
        assert not undo(seller.browser, page)
    assert product().removed_at is None
    approve_product(product())
    seller.browser.post(f"{W}reversal/", {"change": change})
    assert (product().removed_at, product().review) == (None, "approved")
