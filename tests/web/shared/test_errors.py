"""Pages of errors, at every door, in the visitor's language."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from tadamun.config import urls
from tadamun.web.shared import errors
from tadamun.web.shared.languages import under_language
from tadamun.web.shared.limits import TooOften
from tests.factories import make_market

pytestmark = pytest.mark.django_db


def raising(error: Exception) -> Any:
    def view(_request: Any) -> Any:
        raise error

    return view


urlpatterns = [
    under_language(
        path("broken/", raising(RuntimeError("secret"))),
        path("refused/", raising(PermissionDenied())),
        path("damaged/", raising(SuspiciousOperation())),
        path("often/", raising(TooOften(90))),
        path("workshop/broken/", raising(RuntimeError("secret"))),
        path("office/refused/", raising(PermissionDenied())),
        path("basket/broken/", raising(RuntimeError("secret"))),
    )
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


@pytest.mark.parametrize(
    ("address", "status", "door"),
    [("broken/", 500, "storefront"), ("refused/", 403, "storefront"), ("damaged/", 400, "storefront"),
     ("often/", 429, "storefront"), ("nothing/", 404, "storefront"), ("workshop/broken/", 500, "workshop"),
     ("workshop/nothing/", 404, "workshop"), ("office/refused/", 403, "backoffice"), ("basket/broken/", 500, "checkout")],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_told_at_its_door(address: str, status: int, door: str, language: str) -> None:
    make_market("souk")
    client = Client(HTTP_HOST="souk.localhost", raise_request_exception=False)
    response = client.get(f"/{language}/{address}")
    page = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}"' in page
    assert f'<body class="{door}">' in page
    assert page.count("<h1") == 1
    assert "secret" not in page
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page
    if status in {403, 429, 500}:
        assert response.headers["X-Request-Id"] in page
    if status == 429:
        assert response.headers["Retry-After"] == "90"


def test_when_even_the_error_page_fails_words_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> str:
        raise OSError("no disk")

    monkeypatch.setattr(errors.loader, "render_to_string", fails)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "حدث خطأ" in response.content.decode()


def test_only_an_address_of_ours_is_completed(rf: RequestFactory) -> None:
    for bad in ("//evil.example/fr/crafts", "/", "/fr/crafts/"):
        request = rf.get("/x")
        request.path_info = bad
        assert not errors._leads_on(bad.removesuffix("/") + "x/") or not bad.startswith("//")


def test_a_person_signed_out_is_nobody() -> None:
    """A cookie of a session that is over costs a look and no more."""
    make_market("souk")
    client = Client(HTTP_HOST="souk.localhost")
    client.cookies["tadamun_session"] = "0" * 32
    assert client.get("/fr/").status_code == 200
