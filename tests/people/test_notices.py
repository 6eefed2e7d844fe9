"""Messages: kept once, delivered by the worker, quiet at night, forgotten in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.jobs import dead_letters, run_worker
from tadamun.kernel.scopes import everything, scope
from tadamun.people.notices.jobs import forget_old_words
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import forget_reader, phone_channel, resend_notice, send_notice
from tadamun.people.notices.queries import mailbox, messages_about
from tests.factories import make_market

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)


def at(instant):
    return clock.shifted(instant - datetime.now(UTC))


def send(market, key="k/1", **changes):
    said = {
        "kind": "order_placed", "channel": "sms", "to": "+212612345678", "language": "ar", "text": "مرحبا",
        "subject_ref": "purchase:K7QMX4",
    }  # fmt: skip
    return send_notice(market=market, key=key, **{**said, **changes})


def work():
    return run_worker(once=True, scheduled=False)


def fresh(message):
    with everything("a test's own message"):
        return Message.objects.get(pk=message.pk)


def test_a_message_is_kept_at_once_and_delivered_by_the_worker():
    message = send(make_market(), urgent=True)
    assert message.state == "waiting"
    work()
    sent = fresh(message)
    assert (sent.state, sent.attempts, sent.error) == ("sent", 1, "")
    assert sent.sent_at is not None


def test_one_key_is_one_message_whatever_is_said_the_second_time():
    market = make_market()
    once = send(market, urgent=True)
    again = send(market, urgent=True, text="other words")
    assert (again.pk, again.text) == (once.pk, "مرحبا")
    assert DBTaskResult.objects.filter(task_path__endswith="deliver_message").count() == 1


def test_running_a_delivery_twice_sends_once():
    from tadamun.people.notices.delivery import deliver_message

    message = send(make_market(), urgent=True)
    deliver_message(message.pk)
    deliver_message(message.pk)
    assert fresh(message).attempts == 1


@pytest.mark.parametrize(
    ("instant", "urgent", "channel", "waits"),
    [
        (NOON, False, "sms", False),
        (NIGHT, False, "sms", True),
        (NIGHT, False, "whatsapp", True),
        (NIGHT, True, "sms", False),
        (NIGHT, False, "email", False),
    ],
)
def test_a_phone_does_not_ring_at_night_for_what_can_wait(instant, urgent, channel, waits):
    market = make_market()
    with at(instant):
        message = send(market, urgent=urgent, channel=channel)
        work()
    assert fresh(message).state == ("waiting" if waits else "sent")
    with at(datetime(2026, 11, 23, 7, 1, tzinfo=UTC)):
        work()
    assert fresh(message).state == "sent"


def test_outside_a_demonstration_a_message_that_reaches_nobody_is_a_failure_somebody_sees(settings):
    settings.DEMO = False
    message = send(make_market(), urgent=True)
    work()
    assert (fresh(message).state, fresh(message).error) == ("failed", "no carrier is configured for sms")
    assert dead_letters().count() == 1


def test_what_failed_can_be_sent_again(settings):
    settings.DEMO = False
    message = send(make_market(), urgent=True)
    work()
    settings.DEMO = True
    resend_notice(fresh(message))
    work()
    assert (fresh(message).state, fresh(message).error) == ("sent", "")


def test_the_mailbox_shows_one_market_and_no_channel_that_is_really_carried(settings):
    souk, other = make_market(), make_market("other")
    send(souk, "k/1", urgent=True)
    send(souk, "k/2", channel="email", to="a@example.org", urgent=True)
    send(other, "k/3", urgent=True)
    with scope(market_id=souk.pk):
        assert [row.key for row in mailbox()] == ["k/2", "k/1"]
        settings.SMS_URL = "http://127.0.0.1:9"
        assert [row.key for row in mailbox()] == ["k/2"]
        assert [row.key for row in messages_about("purchase:K7QMX4")] == ["k/1", "k/2"]


def test_phones_are_reached_by_whatsapp_once_it_is_contracted(settings):
    assert phone_channel() == "sms"
    settings.WHATSAPP_URL = "http://127.0.0.1:9"
    assert phone_channel() == "whatsapp"


def test_words_are_forgotten_after_ninety_days_and_codes_after_one():
    market = make_market()
    old = send(market, "k/1", urgent=True)
    with clock.shifted(timedelta(days=89)):
        code, recent = send(market, "k/2", kind="sign_in_code"), send(market, "k/3")
    with clock.shifted(timedelta(days=91)):
        forget_old_words()
    assert [(fresh(m).text, fresh(m).to) for m in (old, code)] == [("", ""), ("", "")]
    assert fresh(recent).text == "مرحبا"
    assert fresh(old).kind == "order_placed"


def test_forgetting_a_reader_empties_her_messages_and_nobody_elses():
    market = make_market()
    hers, theirs = send(market, "k/1"), send(market, "k/2", to="+212600000000")
    nobody = send(market, "k/3", to="")
    assert forget_reader("+212612345678", "") == 1
    assert (fresh(hers).text, fresh(theirs).text, fresh(nobody).text) == ("", "مرحبا", "مرحبا")


def test_a_forgotten_message_is_not_sent():
    message = send(make_market())
    forget_reader("+212612345678")
    resend_notice(fresh(message))
    with at(NOON + timedelta(days=1)):
        work()
    assert fresh(message).state == "waiting"
