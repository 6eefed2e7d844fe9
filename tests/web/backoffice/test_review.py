"""The review queue: one after the other, decided once, taken back."""

from typing import Any

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product, ProductEdit
from tadamun.goods.catalogue.operations import (
    ProductDraft,
    VariantDraft,
    create_product,
    edit_product,
    submit_product,
)
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tests.factories import make_organisation, make_product
from tests.web.backoffice.conftest import words_of

QUEUE = "/en/office/review/"


def waiting(organisation: Organisation, title: str, price: int = 45000) -> Product:
    draft = ProductDraft(
        craft="carpets", titles={"ar": title, "fr": title, "en": title},
        variants=[VariantDraft(sku=f"W-{title}", price=Money(price, "MAD"))],
    )  # fmt: skip
    return submit_product(create_product(organisation, draft))


def again(product: Product) -> Product:
    with everything("a test's own product"):
        return Product.objects.get(pk=product.pk)


@pytest.mark.broad
def test_the_oldest_first_then_the_next(reviewer: Client, organisation: Organisation) -> None:
    first, second = waiting(organisation, "Alpha"), waiting(organisation, "Beta")
    page = words_of(reviewer.get(QUEUE))
    assert "Alpha" in page
    assert "2 wait in the queue" in page
    assert "Beta" in words_of(reviewer.get(QUEUE, {"after": first.code}))
    answer = reviewer.post(f"{QUEUE}{first.code}/approval/")
    assert answer.status_code == 303
    page = words_of(reviewer.get(answer["Location"]))
    assert "Approved: Alpha" in page
    assert "Beta" in page
    assert again(first).review == "approved"
    assert again(second).review == "waiting"


@pytest.mark.broad
def test_an_approval_is_taken_back_by_sending_back(reviewer: Client, organisation: Organisation) -> None:
    product = waiting(organisation, "Alpha")
    reviewer.post(f"{QUEUE}{product.code}/approval/")
    assert "You can take that back" in words_of(reviewer.get(f"{QUEUE}{product.code}/"))
    answer = reviewer.post(f"{QUEUE}{product.code}/correction/", {"canned": ["photo"], "own": "Please."})
    assert answer.status_code == 303
    assert again(product).review == "sent_back"
    assert again(product).review_reason.endswith("Please.")
    assert reviewer.post(f"{QUEUE}{product.code}/waiting/").status_code == 303
    assert again(product).review == "waiting"


@pytest.mark.broad
def test_sending_back_needs_a_reason(reviewer: Client, organisation: Organisation) -> None:
    product = waiting(organisation, "Alpha")
    for said in ({}, {"own": "  "}, {"canned": ["nonsense"]}, {"own": "x" * 501}):
        answer = reviewer.post(f"{QUEUE}{product.code}/correction/", said)
        assert answer.status_code == 422, said
        assert 'role="alert"' in answer.content.decode()
    assert again(product).review == "waiting"


@pytest.mark.broad
def test_of_two_reviewers_the_second_is_told(reviewer: Client, organisation: Organisation) -> None:
    product = waiting(organisation, "Alpha")
    reviewer.post(f"{QUEUE}{product.code}/correction/", {"own": "No."})
    answer = reviewer.post(f"{QUEUE}{product.code}/approval/")
    assert answer.status_code == 409
    assert "Somebody decided this meanwhile" in words_of(answer)
    assert again(product).review == "sent_back"


def test_an_edit_shows_what_changes_and_is_written_when_approved(reviewer: Client, rug: Product) -> None:
    edit_product(rug, {"titles": {**rug.titles, "en": "Great rug"}, "materials": ["wool"]})
    page = words_of(reviewer.get(QUEUE))
    assert "Great rug" in page
    assert rug.titles["en"] in page
    assert "Change of an approved product" in page
    assert reviewer.post(f"{QUEUE}{rug.code}/approval/").status_code == 303
    assert again(rug).titles["en"] == "Great rug"


def test_an_edit_sent_back_leaves_the_product(reviewer: Client, rug: Product) -> None:
    edit_product(rug, {"titles": {**rug.titles, "en": "Great rug"}})
    reviewer.post(f"{QUEUE}{rug.code}/correction/", {"canned": ["text"]})
    assert again(rug).review == "approved"
    with everything("a test's own product"):
        assert ProductEdit.objects.get(product=rug).state == "sent_back"


@pytest.mark.broad
def test_a_price_far_from_its_neighbours_is_told(reviewer: Client, organisation: Organisation) -> None:
    for _ in range(5):
        make_product(organisation, price=45000)
    waiting(organisation, "Alpha", price=450_000)
    assert "This one costs 10 times that" in words_of(reviewer.get(QUEUE))


def test_sellers_who_were_refused_do_not_wait(reviewer: Client, market: Market, other_market: Market) -> None:
    foreign = make_organisation(other_market)
    waiting(foreign, "Foreign")
    assert "Nothing waits for review" in words_of(reviewer.get(QUEUE))


@pytest.mark.parametrize("products", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_queue_asks_as_much_whatever_its_length(
    reviewer: Client, organisation: Organisation, products: int, django_assert_num_queries: Any
) -> None:
    for number in range(products):
        waiting(organisation, f"P{number}")
    with django_assert_num_queries(17):
        assert reviewer.get(QUEUE).status_code == 200


def test_support_does_not_review(support: Client, organisation: Organisation) -> None:
    product = waiting(organisation, "Alpha")
    assert support.post(f"{QUEUE}{product.code}/approval/").status_code == 404
    assert again(product).review == "waiting"


@pytest.mark.broad
def test_particulars_in_several_languages_are_said_in_ones_own(
    reviewer: Client, organisation: Organisation
) -> None:
    product = waiting(organisation, "Alpha")
    edit_product(
        product,
        {
            "attributes": {
                "colour": {"ar": "أزرق", "en": "blue"},
                "techniques": [{"ar": "نسج", "en": "weaving"}],
                "hours": 40,
            }
        },
    )
    page = words_of(reviewer.get(QUEUE))
    assert "Colour: blue" in page
    assert "Technique: weaving" in page
    assert "{" not in page
