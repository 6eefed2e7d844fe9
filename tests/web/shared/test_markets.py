"""Which market, in which language."""

from typing import Any

import pytest
from django.test import Client

from tadamun.kernel.context import current
from tadamun.kernel.scopes import Unscoped, current_scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import change_market, set_hosts
from tadamun.web.shared.languages import in_language, language_code, preferred
from tadamun.web.shared.markets import host_of
from tadamun.web.shared.middleware.market import MarketMiddleware
from tests.factories import make_market

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "host"),
    [("Souk.Localhost:8000", "souk.localhost"), ("souk.localhost.", "souk.localhost"), ("[::1]:80", "[::1]"), ("", "x"),
     ("a b\t", "a b")],
)  # fmt: skip
def test_a_host_is_read_without_its_port(said: str, host: str) -> None:
    assert host_of({"HTTP_HOST": said, "SERVER_NAME": "x"}) == host


def test_a_host_shows_its_market_and_no_other() -> None:
    make_market("souk")
    make_market("autre", languages=["fr", "en"])
    assert Client(HTTP_HOST="souk.localhost").get("/").headers["Location"] == "/ar/"
    assert Client(HTTP_HOST="autre.localhost:80").get("/").headers["Location"] == "/fr/"


def test_the_browser_chooses_among_the_markets_languages() -> None:
    make_market("autre", languages=["fr", "ar"])
    client = Client(HTTP_HOST="autre.localhost")
    response = client.get("/", headers={"accept-language": "en;q=1, ar;q=0.5, fr;q=0.2"})
    assert response.headers["Location"] == "/ar/"
    assert "Accept-Language" in response.headers["Vary"]
    assert client.get("/", headers={"accept-language": "de, \x00" + "x" * 500}).headers["Location"] == "/fr/"


def test_a_language_the_market_does_not_speak_is_not_found() -> None:
    make_market("autre", languages=["fr"])
    client = Client(HTTP_HOST="autre.localhost")
    assert client.get("/fr/").status_code == 200
    for path in ("/ar/", "/en/crafts/", "/de/"):
        response = client.get(path)
        assert response.status_code == 404
        assert '<html lang="fr"' in response.content.decode()


def test_any_other_host_lists_the_markets() -> None:
    make_market("souk")
    hidden = make_market("cache")
    change_market(hidden, status="draft")
    for host in ("localhost", "evil.example", "[::1]", "x" * 300, "souk.localhost.evil.example"):
        response = Client(HTTP_HOST=host).get("/", headers={"accept-language": "fr"})
        assert response.status_code == 200
        page = response.content.decode()
        assert 'href="http://souk.localhost:8000/fr/"' in page
        assert "cache" not in page.replace("cached", "")
        assert host not in page or host == "localhost"
    assert Client(HTTP_HOST="localhost").get("/fr/products/x/").status_code == 404
    assert Client(HTTP_HOST="localhost").get("/ar/").status_code == 200
    assert Client(HTTP_HOST="localhost").get("/ar/workshop/").status_code == 404


def test_the_portal_says_when_there_is_no_market() -> None:
    assert "No market is open yet" in Client().get("/en/").content.decode()


def test_one_market_may_answer_on_every_host(settings: Any) -> None:
    make_market("souk")
    make_market("autre")
    settings.SINGLE_MARKET = "souk"
    for host in ("localhost", "autre.localhost", "10.0.0.1:8000"):
        page = Client(HTTP_HOST=host).get("/fr/").content.decode()
        assert "Souk d’essai" in page
        assert 'href="http://souk.localhost:8000/fr/"' in page  # links name the market's own host


def test_a_market_that_moves_is_found_at_once() -> None:
    market = make_market("souk")
    assert Client(HTTP_HOST="nouveau.localhost").get("/fr/").status_code == 200  # the portal
    set_hosts(market, ["nouveau.localhost"])
    assert "/fr/basket/" in Client(HTTP_HOST="nouveau.localhost").get("/fr/").content.decode()
    assert "/fr/basket/" not in Client(HTTP_HOST="souk.localhost").get("/fr/").content.decode()


def test_everything_runs_in_the_scope_of_the_market(rf: Any) -> None:
    market = make_market("souk")
    seen: list[Any] = []

    def view(request: Any) -> Any:
        seen.append((request.market, request.language, current_scope(), current().market_id))
        return None

    MarketMiddleware(view)(rf.get("/fr/", HTTP_HOST="souk.localhost"))
    MarketMiddleware(view)(rf.get("/fr/", HTTP_HOST="portal.localhost"))
    (mine, language, scope, actors_market), (none, _, outside, _) = seen
    assert (mine, language, scope.market_id, actors_market) == (market, "fr", market.pk, market.pk)
    assert none is None
    assert outside is None
    with pytest.raises(Unscoped):
        market.legal_texts.count()


def test_a_request_has_a_market_of_its_own(rf: Any) -> None:
    make_market("souk")
    seen: list[Market] = []
    middleware = MarketMiddleware(lambda request: seen.append(request.market))
    for _ in range(2):
        middleware(rf.get("/fr/", HTTP_HOST="souk.localhost"))
    first, second = seen
    assert first == second
    assert first is not second
    change_market(first, time_zone="Asia/Jerusalem")
    assert second.time_zone == "Africa/Casablanca"


@pytest.mark.parametrize(
    ("cookie", "city", "currency"),
    [("tadamun_city=rabat; tadamun_currency=EUR", "rabat", "EUR"), ("tadamun_city=paris; tadamun_currency=GBP", "", ""),
     ("tadamun_currency=MAD", "", ""), ("tadamun_city=%00", "", ""), ("", "", "")],
)  # fmt: skip
def test_preferences_are_those_the_market_knows(rf: Any, cookie: str, city: str, currency: str) -> None:
    make_market("souk")
    seen: list[tuple[str, str]] = []
    middleware = MarketMiddleware(lambda r: seen.append((r.city_code, r.display_currency)))
    middleware(rf.get("/fr/", HTTP_HOST="souk.localhost", HTTP_COOKIE=cookie))
    assert seen == [(city, currency)]


def test_languages_in_addresses() -> None:
    assert in_language("/ar/crafts/?page=2", "fr") == "/fr/crafts/?page=2"
    assert in_language("/ar/", "fr") == "/fr/"
    assert in_language("/ar", "fr") == "/fr/"
    assert preferred("fr-CA, ar;q=0.1", ["ar", "fr"]) == "fr"
    assert preferred("", ["ar", "fr"]) == "ar"
    assert preferred("", []) == "ar"
    assert [language_code(each) for each in ("ar-ma", "fr_MA", "en")] == ["ar-MA", "fr-MA", "en"]
