"""Only the team comes in, each role as far as it may, each market alone."""

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tests.factories import make_organisation, make_person, make_product
from tests.web.backoffice.conftest import MakeOrder, browser, in_team

REVIEWERS = ["", "review/", "sellers/", "imports/"]
SUPPORTERS = [
    "",
    "payouts/",
    "orders/",
    "orders/deliveries/",
    "messages/",
    "payments/",
    "payments/refunds/",
    "payments/notices/",
    "sellers/",
]
OPERATORS = [
    *REVIEWERS,
    *SUPPORTERS,
    "bank/",
    "admissions/",
    "settings/",
    "settings/names/",
    "settings/contracts/",
    "fees/",
    "settings/look/",
    "team/",
    "tasks/",
    "log/",
]


def test_a_visitor_signs_in_first_and_comes_back(market: Market) -> None:
    answer = browser(market).get("/fr/office/orders/?state=late")
    assert answer.status_code == 303
    assert answer["Location"] == "/fr/sign-in/?next=%2Ffr%2Foffice%2Forders%2F%3Fstate%3Dlate"


def test_a_visitor_who_posts_is_not_sent_back_to_an_action(market: Market) -> None:
    answer = browser(market).post("/fr/office/team/dismissal/", {"phone": "+212600000000"})
    assert answer["Location"].endswith("next=%2Ffr%2Foffice%2F")


@pytest.mark.parametrize("path", OPERATORS)
def test_a_stranger_does_not_learn_that_it_exists(market: Market, path: str) -> None:
    assert browser(market, make_person()).get(f"/ar/office/{path}").status_code == 404


@pytest.mark.broad
@pytest.mark.parametrize(
    ("role", "allowed"), [("operator", OPERATORS), ("reviewer", REVIEWERS), ("support", SUPPORTERS)]
)
def test_each_role_sees_its_part(market: Market, operator: Client, role: str, allowed: list[str]) -> None:
    mine = in_team(market, role)
    for path in dict.fromkeys(OPERATORS):
        assert mine.get(f"/ar/office/{path}").status_code == (200 if path in allowed else 404), path


@pytest.mark.broad
def test_the_menu_names_only_what_may_be_opened(reviewer: Client) -> None:
    html = reviewer.get("/en/office/").content.decode()
    assert "/en/office/review/" in html
    assert "/en/office/orders/" not in html
    assert "/en/office/settings/" not in html


def test_the_team_of_one_market_is_nobody_in_another(operator: Client, other_market: Market) -> None:
    operator.defaults["HTTP_HOST"] = "autre.localhost"
    assert operator.get("/ar/office/").status_code == 404


@pytest.mark.broad
def test_rows_of_another_market_are_not_reached(
    operator: Client, other_market: Market, make_order: MakeOrder, market: Market
) -> None:
    order = make_order()
    foreign = make_organisation(other_market)
    product = make_product(foreign)
    stranger = in_team(other_market, "operator")
    for path in (
        f"orders/{order.code}/",
        f"purchases/{order.purchase.code}/",
        f"sellers/{order.organisation.code}/",
    ):
        assert stranger.get(f"/ar/office/{path}").status_code == 404, path
    for path in (f"sellers/{foreign.code}/", f"sellers/{foreign.code}/details/", f"review/{product.code}/"):
        assert operator.get(f"/ar/office/{path}").status_code == 404, path
    posts = {
        f"orders/{order.code}/cancellation/": {"cancellation-reason": "x"},
        f"sellers/{order.organisation.code}/decisions/suspension/": {"suspension-reason": "x"},
        f"sellers/{order.organisation.code}/fee/": {"fee-fee": "1", "fee-reason": "x"},
        f"sellers/{order.organisation.code}/members/": {"member-phone": "0612121212", "member-role": "owner"},
    }
    for path, said in posts.items():
        assert stranger.post(f"/ar/office/{path}", said).status_code == 404, path


@pytest.mark.broad
def test_support_sees_phones_of_sellers_and_a_reviewer_does_not(
    support: Client, reviewer: Client, organisation: Organisation
) -> None:
    person = make_person("+212699887766")
    add_member(organisation, person)
    path = f"/en/office/sellers/{organisation.code}/"
    assert "+212699887766" in support.get(path).content.decode()
    assert "+212699887766" not in reviewer.get(path).content.decode()


def test_buyers_are_not_shown_to_reviewers(reviewer: Client, make_order: MakeOrder, rug: Product) -> None:
    order = make_order()
    assert reviewer.get(f"/en/office/orders/{order.code}/").status_code == 404
    assert reviewer.get("/en/office/orders/orders.csv").status_code == 404
