"""An answer that took long is told as such, and no other."""

import logging
import re

import pytest
from django.test import Client

from tadamun.web.shared.middleware import context

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("threshold", "told"), [(0.0, 1), (1000.0, 0)])
def test_a_slow_answer_is_a_warning_that_says_so(
    threshold: float, told: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(context, "SLOW", threshold)
    with caplog.at_level(logging.WARNING, logger="tadamun.access"):
        Client(HTTP_HOST="localhost").get("/")
    said = [record.message for record in caplog.records if record.name == "tadamun.access"]
    assert len(said) == told
    assert all(re.fullmatch(r"GET / 200 slow: \d+\.\d s", words) for words in said)
