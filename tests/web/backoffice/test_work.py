"""Numbers of the first page, messages and tasks that failed."""

from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import send_notice
from tests.web.backoffice.conftest import MakeOrder, words_of

OFFICE = "/en/office/"


def message(market: Market, key: str = "k/1", kind: str = "order_placed", state: str = "failed") -> Message:
    made = send_notice(
        market=market,
        key=key,
        kind=kind,
        channel="sms",
        to="+212600000001",
        language="ar",
        text="نص",
        title="عنوان",
    )
    with everything("a test's own message"):
        Message.objects.filter(pk=made.pk).update(state=state)
    return made


@pytest.mark.broad
def test_numbers_open_the_rows_behind_them(operator: Client, market: Market, make_order: MakeOrder) -> None:
    make_order()
    make_order(method="bank_transfer")
    message(market)
    html = operator.get(OFFICE).content.decode()
    page = " ".join(words_of(operator.get(OFFICE)).split())
    for words in (
        "1 Cash orders not confirmed",
        "1 Transfers awaited",
        "1 Messages not delivered",
        "0 Orders at risk",
    ):
        assert words in page
    assert "/en/office/orders/?state=to_confirm" in html


def test_a_failed_message_is_sent_again(support: Client, market: Market) -> None:
    sent = message(market)
    assert "+212600000001" in support.get(OFFICE + "messages/", {"state": "failed"}).content.decode()
    assert support.post(OFFICE + "messages/resending/", {"key": sent.key}).status_code == 303
    with everything("a test's own message"):
        assert Message.objects.get(pk=sent.pk).state == "waiting"


@pytest.mark.broad
def test_codes_and_other_markets_messages_are_not_shown(
    support: Client, market: Market, other_market: Market
) -> None:
    code = message(market, "code/1", kind="sign_in_code")
    foreign = message(other_market, "k/2")
    assert "+212600000001" not in support.get(OFFICE + "messages/").content.decode()
    for sent in (code, foreign):
        assert support.post(OFFICE + "messages/resending/", {"key": sent.key}).status_code == 404


def fail_everything() -> None:
    DBTaskResult.objects.update(status="FAILED", exception_class_path="x.Broken")


def test_failed_tasks_of_this_market_can_be_tried_again(
    operator: Client, market: Market, other_market: Market
) -> None:
    DBTaskResult.objects.all().delete()
    message(market, "k/1")
    message(other_market, "k/2")
    fail_everything()
    page = operator.get(OFFICE + "tasks/")
    assert page.content.count(b"/revival/") == 1
    rows = {row.args_kwargs["args"][0]: row.pk for row in DBTaskResult.objects.all()}
    with everything("two markets"):
        mine, foreign = (Message.objects.get(key=key).pk for key in ("k/1", "k/2"))
    assert operator.post(f"{OFFICE}tasks/{rows[foreign]}/revival/").status_code == 404
    assert operator.post(f"{OFFICE}tasks/{rows[mine]}/revival/").status_code == 303
    assert DBTaskResult.objects.get(pk=rows[mine]).status == "READY"


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_messages_ask_as_much_whatever_their_number(
    support: Client, market: Market, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        message(market, f"k/{number}")
    with django_assert_num_queries(7):
        assert support.get(OFFICE + "messages/").content.count(b"<tr>") == rows + 1


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_the_first_page_asks_as_much_whatever_waits(
    operator: Client, make_order: MakeOrder, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_order()
    fail_everything()
    with django_assert_num_queries(22):
        assert operator.get(OFFICE).status_code == 200
