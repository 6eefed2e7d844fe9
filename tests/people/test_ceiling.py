"""A market pays for so many messages to phones in an hour, whoever asks for them."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.ceiling import CODE_KIND, CeilingReached, messages_in_hour
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import send_notice
from tests.factories import make_market

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.shifted(NOON - datetime.now(UTC)):
        yield


@pytest.fixture
def market() -> Market:
    return make_market(policies={"phone_messages_an_hour": 3})


def send(market: Market, number: int, kind: str = "order_placed", channel: str = "sms") -> Message:
    return send_notice(
        market=market, key=f"{kind}/{number}", kind=kind, channel=channel, to=f"+21261234567{number}", language="fr",
        text="Bonjour", urgent=True,
    )  # fmt: skip


def states() -> list[str]:
    run_worker(once=True, scheduled=False)
    with everything("a test's own messages"):
        return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_code_too_many_is_refused_until_there_is_room(
    market: Market, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        send(market, number, CODE_KIND)
    with caplog.at_level(logging.WARNING, "tadamun.notices"), pytest.raises(CeilingReached) as refusal:
        send(market, 3, CODE_KIND)
    assert 3500 < refusal.value.wait <= 3601
    assert "market souk has sent 3 messages" in caplog.text
    assert states() == ["sent"] * 3
    assert messages_in_hour([market])[market.pk] == 3
    send(make_market("other"), 4, CODE_KIND)  # the ceiling of another market is another one
    with clock.shifted(timedelta(seconds=refusal.value.wait)):
        send(market, 5, CODE_KIND)


@pytest.mark.broad
def test_a_notice_too_many_goes_out_when_there_is_room(market: Market) -> None:
    for number in range(5):
        send(market, number)
    mail = send(market, 6, channel="email")
    assert states() == ["sent"] * 3 + ["waiting"] * 2 + ["sent"]
    assert mail.channel == "email"
    with clock.shifted(timedelta(minutes=61)):
        assert states() == ["sent"] * 6


def test_whoever_asks_for_a_code_is_told_so_and_whoever_watches_sees_it(market: Market) -> None:
    for number in range(3):
        send(market, number)
    states()
    client = Client(HTTP_HOST="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    answer = client.post("/en/sign-in/", {"phone": "0612345678"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60
    assert "No code can be sent just now" in answer.content.decode()
    figures = client.get("/metrics").content.decode()
    assert 'tadamun_phone_messages_last_hour{market="souk"} 3' in figures
    assert 'tadamun_phone_messages_ceiling{market="souk"} 3' in figures


@pytest.mark.broad
def test_markets_are_counted_together(
    market: Market, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    others = [make_market(f"market-{number}") for number in range(5)]
    send(market, 1, CODE_KIND)
    send(others[0], 2)
    states()
    with django_assert_num_queries(2):
        found = messages_in_hour([market, *others])
    assert (found[market.pk], found[others[0].pk], found[others[1].pk]) == (1, 1, 0)
