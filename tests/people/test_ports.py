"""The ports against small servers on this machine: real protocols, nothing pretended."""

import email
import email.policy
import socket
from collections.abc import Iterator

import pytest

from tadamun.kernel.jobs import dead_letters, run_worker
from tadamun.kernel.scopes import everything
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import send_notice
from tadamun.people.notices.providers import Refused, Unreachable
from tadamun.people.notices.providers.call import Call
from tadamun.people.notices.providers.sms import Sms
from tadamun.people.notices.providers.smtp import Smtp
from tadamun.people.notices.providers.whatsapp import WhatsApp
from tests.factories import make_market
from tests.people.servers import Gateway, Postman, running

pytestmark = pytest.mark.django_db
LINK = "http://souk.localhost:8000/o/abcdefghij"
TEXT = f"شكرًا على طلبكم رقم K7QMX4 <b>.\n\nزربية: \u200f450 د.م.\u200f\nالتوصيل\n\nلتتبّع الطلب: {LINK}"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    with running(server):
        yield server


@pytest.fixture
def postman() -> Iterator[Postman]:
    server = Postman()
    with running(server):
        yield server


def message(channel="sms", to="+212612345678", **changes):
    said = {
        "kind": "order_placed",
        "language": "ar",
        "title": "طلبكم رقم K7QMX4",
        "text": TEXT,
        "link": LINK,
        **changes,
    }
    market = make_market()
    return send_notice(market=market, key="placed/K7QMX4", channel=channel, to=to, urgent=True, **said)


def fresh(row):
    with everything("a test's own message"):
        return Message.objects.get(pk=row.pk)


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_call_is_posted_with_its_language_and_how_often_it_is_read(gateway):
    Call(gateway.url, "secret").send(message("call", text="1. 2. 3. 4. 5. 6."))
    ((_path, headers, body),) = gateway.told
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "placed/K7QMX4")
    assert body == {"to": "+212612345678", "language": "ar", "text": "1. 2. 3. 4. 5. 6.", "repeat": 2}


def test_an_sms_is_posted_as_json_with_its_key_and_segments(gateway):
    Sms(gateway.url, "secret").send(message(text="رمز: 123456"))
    ((path, headers, body),) = gateway.told
    assert path == "/v1/messages?account=7"
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == "placed/K7QMX4"
    assert body == {"to": "+212612345678", "text": "رمز: 123456", "segments": 1}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Refused), (401, Refused), (404, Refused), (302, Refused), (408, Unreachable), (429, Unreachable), (503, Unreachable)],
)  # fmt: skip
def test_an_answer_says_whether_trying_again_may_help(gateway, status, kind):
    gateway.status = status
    with pytest.raises(kind, match=f"127.0.0.1 answered {status}"):
        Sms(gateway.url, "").send(message())


def test_no_answer_is_no_refusal():
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        Sms(f"http://127.0.0.1:{closed_port()}/", "").send(message())


def test_whatsapp_sends_a_template_with_the_words_as_its_variable(gateway):
    WhatsApp(gateway.url, "t", "tadamun_notice").send(message("whatsapp"))
    ((_, _, body),) = gateway.told
    assert (body["messaging_product"], body["to"], body["type"]) == ("whatsapp", "212612345678", "template")
    template = body["template"]
    assert (template["name"], template["language"]) == ("tadamun_notice", {"code": "ar"})
    words = template["components"][0]["parameters"][0]["text"]
    assert "\n" not in words and words.endswith(LINK)


def test_whatsapp_without_a_template_sends_text_within_its_limit(gateway):
    WhatsApp(gateway.url, "t", "").send(message("whatsapp", text="س" * 5000))
    body = gateway.told[0][2]
    assert body["type"] == "text"
    assert len(body["text"]["body"]) == 4096


def _letter(postman, row):
    Smtp(postman.url, "market@souk.example").send(row)
    ((sender, to, data),) = postman.letters
    assert (sender, to) == ("market@souk.example", ["meryem@example.org"])
    return email.message_from_bytes(data, policy=email.policy.default), data


def test_an_email_is_text_first_and_says_what_it_is(postman):
    letter, data = _letter(postman, message("email", "meryem@example.org"))
    assert letter["From"] == "سوق التجربة <market@souk.example>"
    assert letter["Reply-To"] == "essai@example.org"
    assert letter["Subject"] == "طلبكم رقم K7QMX4"
    assert letter["Content-Language"] == "ar"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@souk.example>")
    assert "List-Unsubscribe" not in letter
    assert letter.get_content_type() == "multipart/alternative"
    plain, html = letter.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert plain.get_content().replace("\r\n", "\n").strip() == TEXT
    words = html.get_content()
    assert '<html lang="ar" dir="rtl">' in words
    assert f'<a href="{LINK}">{LINK}</a>' in words
    assert "&lt;b&gt;" in words and "<b>" not in words
    assert "<img" not in words
    assert len(data) < 100_000


@pytest.mark.broad
def test_a_repeated_email_has_the_same_message_id(postman):
    row = message("email", "meryem@example.org")
    Smtp(postman.url, "market@souk.example").send(row)
    Smtp(postman.url, "market@souk.example").send(row)
    ids = {email.message_from_bytes(data)["Message-ID"] for _, _, data in postman.letters}
    assert len(ids) == 1


def test_only_the_link_of_the_message_becomes_a_link(postman):
    text = f"Rug www.evil.example http://evil.example\n\n{LINK}"
    letter, _ = _letter(postman, message("email", "meryem@example.org", language="en", text=text))
    html = list(letter.iter_parts())[1].get_content()
    assert html.count("<a ") == 1
    assert 'dir="ltr"' in html


@pytest.mark.parametrize(
    ("verb", "answer", "kind"),
    [
        ("RCPT", "550 nobody here", Refused),
        ("RCPT", "451 later", Unreachable),
        ("END", "554 no", Refused),
        ("END", "452 full", Unreachable),
        ("MAIL", "421 busy", Unreachable),
    ],
)
def test_a_mail_servers_no_is_told_from_its_not_now(postman, verb, answer, kind):
    postman.answers[verb] = answer
    with pytest.raises(kind):
        Smtp(postman.url, "market@souk.example").send(message("email", "meryem@example.org"))


def test_a_mail_server_that_is_away_is_tried_again():
    with pytest.raises(Unreachable):
        Smtp(f"smtp://127.0.0.1:{closed_port()}", "market@souk.example").send(
            message("email", "meryem@example.org")
        )


def test_a_password_is_never_sent_in_the_clear(postman):
    url = postman.url.replace("smtp://", "smtp://user:secret@")
    with pytest.raises(Unreachable):
        Smtp(url, "market@souk.example").send(message("email", "meryem@example.org"))
    assert postman.letters == []


@pytest.mark.parametrize("to", ["meryem@example.org\r\nBcc: x@example.org", "not an address", ""])
def test_no_address_writes_a_header_of_its_own(postman, to):
    with pytest.raises((Refused, Unreachable)):
        Smtp(postman.url, "market@souk.example").send(message("email", to))
    assert postman.letters == []


def test_the_worker_tries_again_while_it_may_help(gateway, settings):
    settings.SMS_URL, gateway.status = gateway.url, 503
    row = message()
    run_worker(once=True, scheduled=False)
    waiting = fresh(row)
    assert (waiting.state, waiting.attempts, waiting.error) == ("waiting", 1, "127.0.0.1 answered 503")
    gateway.status = 200
    from tadamun.people.notices.delivery import deliver_message

    deliver_message(row.pk)
    assert (fresh(row).state, fresh(row).attempts) == ("sent", 2)


def test_the_last_attempt_in_vain_leaves_a_failure(gateway, settings):
    from tadamun.people.notices.delivery import RETRIES, deliver_message

    settings.SMS_URL, gateway.status = gateway.url, 503
    row = message()
    for _ in range(RETRIES + 1):
        with pytest.raises(Unreachable):
            deliver_message(row.pk)
    assert (fresh(row).state, fresh(row).attempts) == ("failed", RETRIES + 1)


def test_a_refusal_is_final(gateway, settings):
    settings.SMS_URL, gateway.status = gateway.url, 400
    row = message()
    run_worker(once=True, scheduled=False)
    assert fresh(row).state == "failed"
    assert dead_letters().count() == 1
    assert len(gateway.told) == 1
