"""What is offered while typing."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tadamun.showcase.search.suggestions import Suggestion, suggest
from tests.showcase.search.conftest import Filling
from tests.showcase.search.pieces import MARKET, PIECES, VASE, many

CARPETS = Suggestion("craft", "Tapis", "carpets")


@pytest.fixture
def _market(fill: Filling) -> None:
    fill(PIECES)


def offered(prefix: str, language: str = "fr") -> list[Suggestion]:
    return suggest(MARKET, prefix, language)


@pytest.mark.usefixtures("_market")
@pytest.mark.parametrize(
    "prefix", ["tap", "rug", "carp", "zar", "zerbi", "زر", "الزرا", "زرب", "سجا", "TAPIS", "zerbiy", "tapis"]
)
def test_crafts_in_any_language(prefix: str) -> None:
    assert CARPETS in offered(prefix)


@pytest.mark.usefixtures("_market")
@pytest.mark.parametrize(
    ("prefix", "suggestion"),
    [
        ("9efta", Suggestion("craft", "Caftan", "caftan")), ("coop", Suggestion("organisation", "Coopérative Atlas", 5)),
        ("تعاو", Suggestion("organisation", "Coopérative Atlas", 5)), ("fati", Suggestion("maker", "Fatima", 9)),
        ("coussin br", Suggestion("product", "Coussin brodé", 5)), ("cushi", Suggestion("product", "Coussin brodé", 5)),
        ("vase en po", Suggestion("product", "Vase en poterie de Safi", 2)), ("ma7joub",
        Suggestion("product", "عباية محجوبة بالزعفران", 4)),
        ("مزهر", Suggestion("product", "Vase en poterie de Safi", 2)), ("atla", Suggestion("word", "atlas", "atlas")),
    ],
)  # fmt: skip
def test_offers(prefix: str, suggestion: Suggestion) -> None:
    assert suggestion in offered(prefix)


@pytest.mark.usefixtures("_market")
def test_in_the_language_of_the_page() -> None:
    assert [offered("tapis", code)[0].text for code in ("ar", "fr", "en")] == [
        "زربية بني مكيلد",
        "Tapis Beni Mguild",
        "Beni Mguild rug",
    ]


def test_only_what_this_market_has(fill: Filling) -> None:
    fill([VASE])
    assert offered("tapis") == []
    assert offered("coop") == []


def test_crafts_with_more_pieces_first(fill: Filling) -> None:
    fill([*many(3), VASE, *PIECES[2:]])
    assert next(each.value for each in offered("ta") if each.kind == "craft") == "carpet-beni-mguild"
    assert len(offered("زر")) <= 8
    assert len(suggest(MARKET, "زر", "ar", limit=3)) == 3


@pytest.mark.usefixtures("_market")
@pytest.mark.parametrize("prefix", ["", " ", "t", "ز", "9", "-", "xqz"])
def test_nothing_to_offer(prefix: str) -> None:
    assert offered(prefix) == []


def test_without_an_index() -> None:
    assert offered("tapis") == []


@pytest.mark.broad
@pytest.mark.usefixtures("_market")
@given(prefix=st.text(max_size=40))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_prefix_has_suggestions_or_none(prefix: str) -> None:
    for each in offered(prefix):
        assert each.text
