"""How much may be sent to which page."""

import sys
from collections.abc import Iterator
from inspect import getsource, unwrap
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DataError
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver

from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.kernel.scopes import scope
from tadamun.treasury.payments.models import Notice
from tadamun.treasury.payments.operations.noticing import MOST
from tadamun.web.shared.middleware.intake import READ_IN_PART, WITH_FILES, IntakeMiddleware
from tests.factories import make_market
from tests.trade.checkout.test_paying import make_contract


def test_every_page_that_takes_files_is_there() -> None:
    assert {*WITH_FILES, *READ_IN_PART} <= {name for name, _ in _patterns(get_resolver().url_patterns)}


def _patterns(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", each
        else:
            yield from _patterns(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)


def test_whoever_reads_files_is_named() -> None:
    """Each module of views that reads files has an address that may take some, or no file of a phone would arrive there."""
    named: dict[str, set[str]] = {}
    for name, pattern in _patterns(get_resolver().url_patterns):
        named.setdefault(unwrap(pattern.callback).__module__, set()).add(name)
    reading = [
        module
        for module in named
        if module.startswith("tadamun.") and ".FILES" in getsource(sys.modules[module])
    ]
    assert len(reading) > 10
    assert [module for module in reading if not named[module] & WITH_FILES.keys()] == []


def _refused(name: str, length: int) -> bool:
    request: Any = RequestFactory().post("/fr/", CONTENT_LENGTH=str(length))
    request.resolver_match = SimpleNamespace(view_name=name)
    judge: Any = IntakeMiddleware(lambda _: request)
    return judge.process_view(request, None, (), {}) is not None


@pytest.mark.parametrize(
    "name",
    [
        "storefront:asking", "storefront:asking_back", "storefront:request",
        "workshop:request", "workshop:order_progress", "workshop:check",
        "workshop:handover", "workshop:packing", "workshop:listing_step", "workshop:correction",
    ],
)  # fmt: skip
def test_the_largest_photo_arrives_where_a_page_asks_for_one(name: str) -> None:
    assert not _refused(name, MAX_BYTES + 10_000)


@pytest.mark.parametrize("name", ["workshop:refusal", "workshop:order_later", "workshop:request_quote"])
def test_a_voice_arrives_where_a_page_asks_for_one(name: str) -> None:
    assert not _refused(name, 12 * 1024 * 1024)


@pytest.mark.parametrize("name", ["workshop:acceptance", "storefront:basket", "nowhere"])
def test_other_pages_take_little(name: str) -> None:
    assert _refused(name, 6 * 1024 * 1024)


@pytest.mark.django_db
@pytest.mark.broad
def test_a_notice_of_any_length_is_kept_and_answered_as_its_manual_says() -> None:
    """Longer than a form may be: the bank reads FAILURE, not a page for people, and the office sees what came."""
    market = make_market()
    contract = make_contract(market)
    body = b"oid=X&HASH=" + b"x" * (6 * 1024 * 1024)
    answer = Client(headers={"host": "souk.localhost"}).post(
        f"/hooks/payments/est/{contract.code}/", body, content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, answer.content) == (200, b"FAILURE")
    with scope(market_id=market.pk):
        notice = Notice.objects.get()
    assert (notice.verdict, notice.size) == ("too_large", MOST + 1)


@pytest.mark.parametrize(
    ("why", "told"), [("text fields cannot contain NUL (0x00) bytes", True), ("too long", False)]
)
def test_what_no_database_takes_is_a_bad_request(why: str, told: bool) -> None:
    judge: Any = IntakeMiddleware(lambda _: request)
    request: Any = RequestFactory().get("/fr/")
    answer = judge.process_exception(request, DataError(f"PostgreSQL {why}"))
    assert (answer is not None and answer.status_code == 400) is told
