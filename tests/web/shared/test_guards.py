"""Who may post, how often, and what browsers are told."""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from tadamun.kernel import clock
from tadamun.web.shared.limits import TooOften, Windows, limit
from tadamun.web.shared.middleware.context import client_of
from tadamun.web.shared.middleware.headers import content_security_policy
from tadamun.web.shared.middleware.limits import PER_CLIENT, PER_POST, POSTS
from tadamun.web.shared.middleware.origin import from_own_page
from tests.factories import make_market

HOST = "souk.localhost"
MOMENT = datetime(2026, 5, 1, 12, 0, 7, tzinfo=UTC)  # no window ends while a test counts


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://souk.localhost:8000"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://souk.localhost:9000"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://souk.localhost"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "none", "origin": "http://souk.localhost:8000"}, True),
        ({"origin": "http://souk.localhost:8000"}, True),
        ({"origin": "http://souk.localhost"}, False),
        ({"origin": "http://souk.localhost:9000"}, False),
        ({"origin": "https://souk.localhost:8000"}, False),
        ({"origin": "http://souk.localhost:bad"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://souk.localhost.evil.example"}, False),
        ({"origin": "https://[bad"}, False),
        ({"referer": "http://souk.localhost:8000/fr/"}, True),
        ({"referer": "http://souk.localhost:9000/fr/"}, False),
        ({"referer": "https://evil.example/souk.localhost"}, False),
        ({}, False),
    ],
)
def test_a_form_must_come_from_our_own_page(headers: dict[str, str], ours: bool) -> None:
    request = RequestFactory().post("/fr/preferences/", HTTP_HOST=f"{HOST}:8000", headers=headers)
    assert from_own_page(request) is ours


@pytest.mark.parametrize(
    ("public", "proxies", "host", "origin", "ours"),
    [
        ("https://*", 1, "souk.example", "https://souk.example", True),
        ("https://*", 1, "souk.example", "https://souk.example:443", True),
        ("https://*", 1, "souk.example", "http://souk.example", False),
        ("https://*", 1, "souk.example", "https://souk.example:8443", False),
        ("https://*:8443", 1, "souk.example", "https://souk.example:8443", True),
        ("https://*:8443", 0, "souk.example", "https://souk.example:8443", False),
        ("http://*:8000", 0, "[::1]:9000", "http://[::1]:9000", True),
        ("http://*:8000", 0, "souk.example:9000", "http://souk.example:9000", True),
        ("http://*:8000", 0, "", "http://", False),
    ],
)
def test_the_whole_origin_counts_as_the_world_knows_it(
    settings: Any, public: str, proxies: int, host: str, origin: str, ours: bool
) -> None:
    settings.ORIGIN, settings.PROXIES = public, proxies
    request = RequestFactory().post("/fr/", HTTP_HOST=host, headers={"origin": origin})
    assert from_own_page(request) is ours


@pytest.mark.django_db
def test_a_foreign_form_changes_nothing_and_says_so() -> None:
    make_market("souk")
    client = Client(HTTP_HOST=HOST)
    response = client.post("/en/preferences/", {"city": "rabat"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert "This form did not come from our own page" in response.content.decode()
    assert not response.cookies
    assert client.post("/en/nothing/", headers={"sec-fetch-site": "cross-site"}).status_code == 404


@pytest.mark.broad
@pytest.mark.django_db
def test_too_many_posts_are_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    make_market("souk")
    client = Client(HTTP_HOST=HOST, HTTP_SEC_FETCH_SITE="same-origin")
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    for _ in range(POSTS[0]):
        assert client.post("/en/preferences/", REMOTE_ADDR="192.0.2.1").status_code == 303
    response = client.post("/en/preferences/", REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= POSTS[1]
    assert "Too many attempts" in response.content.decode()
    assert client.post("/en/preferences/", REMOTE_ADDR="192.0.2.2").status_code == 303


@pytest.mark.broad
@pytest.mark.django_db
def test_looking_at_a_form_is_not_sending_it(window_begins: None) -> None:
    make_market("souk")
    client = Client(HTTP_HOST=HOST, HTTP_SEC_FETCH_SITE="same-origin")
    for path in ("/en/office/imports/", "/en/sign-in/"):
        assert {client.get(path).status_code for _ in range(40)} <= {200, 303}
        assert [client.post(path).status_code for _ in range(31)][-1] == 429


def test_windows_count_and_begin_anew(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    windows = Windows(tmp_path / "limits")
    assert [windows.add("a", 60)[0] for _ in range(3)] == [1, 2, 3]
    assert windows.add("b", 60)[0] == 1
    assert Windows(tmp_path / "limits").add("a", 60)[0] == 4  # another worker
    monkeypatch.setattr(clock, "now", lambda: MOMENT + timedelta(seconds=60))
    assert windows.add("a", 60)[0] == 1


def test_a_limit_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    for _ in range(2):
        limit("phone:1", times=2, seconds=600)
    with pytest.raises(TooOften) as refusal:
        limit("phone:1", times=2, seconds=600)
    assert 0 < refusal.value.wait <= 600
    limit("phone:2", times=2, seconds=600)


def test_every_limited_address_exists() -> None:
    with translation.override("fr"):
        for name in {**PER_CLIENT, **PER_POST}:
            try:
                reverse(name)
            except NoReverseMatch as error:
                assert "with no arguments" in str(error), name


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [(0, "203.0.113.9", "192.0.2.1"), (1, "203.0.113.9", "203.0.113.9"), (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
     (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"), (2, "203.0.113.9", "192.0.2.1"), (1, "", "192.0.2.1")],
)  # fmt: skip
def test_the_client_is_read_behind_trusted_proxies_alone(
    settings: Any, proxies: int, forwarded: str, client: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_of(request) == client


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/fr/", "/fr/nothing/", "/healthz", "/fr/workshop/", "/fr/office/", "/fr/basket/", "/icon.svg"],
)
def test_every_answer_carries_the_headers(path: str) -> None:
    make_market("souk")
    response = Client(HTTP_HOST=HOST).get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "Strict-Transport-Security" not in response.headers
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fr/", "/fr/nothing/", "/fr/basket/", "/fr/help/"])
def test_the_inlined_sheet_is_allowed_by_its_hash(path: str) -> None:
    make_market("souk")
    response = Client(HTTP_HOST=HOST).get(path)
    (sheet,) = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", page)


@pytest.mark.django_db
def test_a_secure_market_says_so_for_a_year(settings: Any) -> None:
    settings.SECURE = True
    make_market("souk")
    assert "max-age=31536000" in Client(HTTP_HOST=HOST).get("/fr/").headers["Strict-Transport-Security"]


@pytest.mark.django_db
def test_camera_and_microphone_are_for_those_who_work() -> None:
    make_market("souk")
    client = Client(HTTP_HOST=HOST)
    assert "camera=()" in client.get("/fr/").headers["Permissions-Policy"]
    assert "camera=(self), microphone=()" in client.get("/fr/workshop/nothing/").headers["Permissions-Policy"]


def test_without_a_sheet_no_hash_is_allowed() -> None:
    assert "style-src 'self';" in content_security_policy("")
