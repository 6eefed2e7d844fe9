"""Finding orders and acting on them for somebody else."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.trade.orders.models import Fact, Purchase
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tests.factories import make_product, make_rates
from tests.web.backoffice.conftest import MakeOrder, again, words_of

LIST = "/en/office/orders/"


def on_its_way(make_order: MakeOrder, number: str = "") -> Any:
    order = make_order(confirmed=True)
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="Amana", number=number)
    return again(order)


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_list_asks_as_much_whatever_its_length(
    operator: Client, make_order: MakeOrder, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_order()
    with django_assert_num_queries(10):
        page = operator.get(LIST)
    assert page.content.count(b"<tr>") == rows + 1


@pytest.mark.broad
def test_found_by_phone_number_name_and_parcel(support: Client, make_order: MakeOrder) -> None:
    order = on_its_way(make_order, "QD1367MA")
    for said in ("0612345678", "٠٦١٢٣٤٥٦٧٨", order.code.lower(), order.purchase.code, "العلوي", "qd1367ma"):
        assert order.code in support.get(LIST, {"q": said}).content.decode(), said
    assert order.code not in support.get(LIST, {"q": "0700000000"}).content.decode()


@pytest.mark.broad
def test_hostile_questions_find_nothing_and_break_nothing(support: Client, make_order: MakeOrder) -> None:
    make_order()
    for said in ("%", "'; drop table", "\x00", "x" * 5000, "[[[", "٪"):
        assert support.get(LIST, {"q": said, "sort": said, "state": said, "page": said}).status_code == 200


def test_late_orders_are_found_by_the_saved_filter(support: Client, make_order: MakeOrder) -> None:
    order = make_order(confirmed=True)
    assert order.code not in support.get(LIST, {"state": "late"}).content.decode()
    with clock.shifted(timedelta(days=10)):
        assert order.code in support.get(LIST, {"state": "late"}).content.decode()
        assert "Orders at risk" in words_of(support.get("/en/office/"))


def test_sorted_by_total(support: Client, make_order: MakeOrder, organisation: Any) -> None:
    cheap, dear = make_order(), make_order(product=make_product(organisation, price=90000))
    html = support.get(LIST, {"sort": "total"}).content.decode()
    assert html.index(cheap.code) < html.index(dear.code)
    html = support.get(LIST, {"sort": "-total"}).content.decode()
    assert html.index(dear.code) < html.index(cheap.code)


def test_the_file_is_safe_in_a_spreadsheet(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    with everything("a hostile buyer"):
        Purchase.objects.update(full_name='=HYPERLINK("http://evil")')
    answer = support.get(LIST + "orders.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == order.code
    assert rows[1][3].startswith("'=")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="orders.csv"'


def act(browser: Client, order: Any, name: str, **said: str) -> Any:
    return browser.post(
        f"{LIST}{order.code}/{name}/", {f"{name}-{key}": value for key, value in said.items()}
    )


@pytest.mark.broad
def test_from_confirmation_to_delivery_for_others(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    steps = [
        ("confirmation", {"reason": "said yes on the phone"}, "to_accept"),
        ("acceptance", {"reason": "her phone is broken"}, "to_prepare"),
        ("hand-over", {"carrier": "Amana", "number": "qd 12", "reason": "slip seen"}, "shipped"),
        ("delivery", {"reason": "carrier’s list"}, "delivered"),
    ]
    for name, said, state in steps:
        answer = act(support, order, name, **said)
        assert answer.status_code == 303, (name, words_of(answer))
        assert again(order).goods_state == state
    with everything("a test's own order"):
        fact = Fact.objects.get(order=order, kind="confirmed")
    assert fact.detail["reason"] == "said yes on the phone"
    assert fact.on_behalf_of == str(order.purchase.reference)
    assert AuditEntry.objects.filter(
        subject=str(order.reference), action="order_accepted", reason="her phone is broken"
    ).exists()
    page = words_of(support.get(f"{LIST}{order.code}/"))
    for words in ("said yes on the phone", "QD12", "سعاد"):
        assert words in page


def test_a_transfer_is_recorded_with_its_reference(support: Client, make_order: MakeOrder) -> None:
    order = make_order(method="bank_transfer")
    assert act(support, order, "transfer").status_code == 422
    assert act(support, order, "transfer", reference="VIR 77").status_code == 303
    assert again(order).money_state == "paid"


@pytest.mark.parametrize(("name", "state"), [("refusal", "returned"), ("delivery", "delivered")])
def test_at_the_door(support: Client, make_order: MakeOrder, name: str, state: str) -> None:
    order = on_its_way(make_order)
    assert act(support, order, name, reason="told by the carrier").status_code == 303
    assert again(order).goods_state == state


def test_cancelling_needs_a_reason_and_keeps_what_was_typed(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    answer = act(support, order, "cancellation", reason=" ")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert again(order).goods_state == "to_confirm"
    long = "x" * 301
    answer = act(support, order, "cancellation", reason=long)
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert act(support, order, "cancellation", reason="buyer asked").status_code == 303
    assert again(order).goods_state == "cancelled"


def test_what_does_not_follow_is_said_and_not_done(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    assert act(support, order, "delivery", reason="x").status_code == 409
    assert again(order).goods_state == "to_confirm"
    assert act(support, order, "explosion", reason="x").status_code == 404


def test_sent_twice_is_done_once(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    assert act(support, order, "cancellation", reason="x").status_code == 303
    assert act(support, order, "cancellation", reason="x").status_code == 303
    with everything("a test's own order"):
        assert Fact.objects.filter(order=order, kind="cancelled").count() == 1


@pytest.mark.broad
def test_many_deliveries_at_once(support: Client, make_order: MakeOrder, market: Market) -> None:
    first, second, waiting = on_its_way(make_order, "AB1"), on_its_way(make_order), make_order()
    pasted = f"ab1، {second.code.lower()}\n{waiting.code}\nNOBODY\nab1"
    answer = support.post(LIST + "deliveries/", {"numbers": pasted})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "2 deliveries recorded." in html
    assert f"{waiting.code}\nNOBODY</textarea>" in html
    assert [again(row).goods_state for row in (first, second, waiting)] == [
        "delivered",
        "delivered",
        "to_confirm",
    ]


def test_too_many_or_no_numbers_are_refused(support: Client) -> None:
    assert support.post(LIST + "deliveries/", {"numbers": " , "}).status_code == 422
    assert support.post(LIST + "deliveries/", {"numbers": " ".join(map(str, range(501)))}).status_code == 422


def test_a_purchase_leads_to_its_first_order(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    answer = support.get(f"/en/office/purchases/{order.purchase.code}/")
    assert answer["Location"] == f"{LIST}{order.code}/"


@pytest.mark.broad
def test_the_rate_of_an_order_is_shown_with_its_day(
    support: Client, make_order: MakeOrder, organisation: Organisation
) -> None:
    make_rates()
    order = make_order(product=make_product(organisation, price=10000, currency="ILS"))
    page = words_of(support.get(f"{LIST}{order.code}/"))
    assert "1 ILS = 2.7 MAD" in page
    assert f"{clock.today().day} {clock.today():%B} {clock.today().year} · test" in page
    assert "as it was ordered" not in words_of(support.get(f"{LIST}{make_order().code}/"))
