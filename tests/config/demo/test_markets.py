"""The plans of the four markets keep what a real operator would have to keep."""

import re

import phonenumbers
import pytest
from stdnum.ma import ice

from tadamun.config.demo.markets import LEGAL_KINDS, MarketPlan, legal_text, market_plans
from tadamun.people.markets.policies import Policies
from tadamun.people.markets.regions import regions
from tadamun.ui.themes import Theme, malformed

PLANS = market_plans()
MARKETS = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)
KINDS = pytest.mark.parametrize("kind", LEGAL_KINDS)


def test_there_are_four_on_hosts_of_their_own() -> None:
    assert [plan.hosts[0] for plan in PLANS] == [
        "dlala.localhost",
        "dakhla.localhost",
        "store.localhost",
        "elhajeb.localhost",
    ]


@MARKETS
def test_arabic_comes_first_and_all_three_are_spoken(plan: MarketPlan) -> None:
    assert plan.languages[0] == "ar"
    assert set(plan.languages) == set(plan.names) == set(plan.taglines) == {"ar", "fr", "en"}


@MARKETS
def test_the_legal_identity_has_valid_numbers(plan: MarketPlan) -> None:
    assert ice.is_valid(plan.identity["ice"])
    body, key = plan.identity["rib"][:22], int(plan.identity["rib"][22:])
    assert key == 97 - int(body) * 100 % 97
    assert phonenumbers.is_valid_number(phonenumbers.parse(plan.identity["phone"]))
    assert "DEMO" in plan.identity["cndp"]


@MARKETS
def test_the_theme_can_be_read(plan: MarketPlan) -> None:
    assert not malformed(Theme.from_dict(plan.theme))


@MARKETS
def test_policies_are_known_ones(plan: MarketPlan) -> None:
    said = Policies.from_dict(plan.policies).as_dict()
    assert {name: said[name] for name in plan.policies} == dict(plan.policies)
    assert said["return_days"] == 7
    assert said["cash_ceiling_minor"] == 200_000


@MARKETS
def test_regions_are_known_and_some_are_open(plan: MarketPlan) -> None:
    assert set(plan.regions) <= set(regions())
    assert {"open", "soon"} <= set(plan.regions.values()) <= {"open", "soon", "closed"}


@MARKETS
def test_delivery_reaches_forty_towns_and_abroad(plan: MarketPlan) -> None:
    towns = [city for zone in plan.zones for city in zone.cities]
    assert len(towns) >= 40
    assert len({city.code for city in towns}) == len(towns)
    assert {city.region for city in towns} <= set(regions())
    assert all(len(zone.code) <= 8 and 0 < zone.days[0] <= zone.days[1] for zone in plan.zones)
    abroad = {country for zone in plan.zones if not zone.cities for country in zone.countries}
    assert abroad == set(plan.ship_countries)


@MARKETS
@KINDS
def test_every_legal_text_is_filled_in_and_marked_as_demonstration(plan: MarketPlan, kind: str) -> None:
    marks = {"ar": "تجريبي", "fr": "démonstration", "en": "emonstration"}
    for language, text in legal_text(plan, kind).items():
        assert marks[language] in text.splitlines()[0]
        assert not re.search(r"[{}]", text)
        assert len(text) > 300


@MARKETS
def test_terms_say_what_article_29_wants(plan: MarketPlan) -> None:
    terms = legal_text(plan, "terms")
    for text in terms.values():
        for fact in ("phone", "email", "rc", "ice", "tax_id"):
            assert plan.identity[fact] in text
        assert " 7 " in text.replace("\u202f", " ")
        assert " 30 " in text
    assert "31.08" in terms["ar"]
    assert "31-08" in terms["fr"]
    assert "31-08" in terms["en"]


@KINDS
def test_the_three_languages_have_the_same_parts(kind: str) -> None:
    for plan in PLANS:
        shapes = {
            tuple(re.match(r"(#*|>|-)", line)[0] for line in text.splitlines() if line)  # type: ignore[index]
            for text in legal_text(plan, kind).values()
        }
        assert len(shapes) == 1


def test_french_uses_typographic_apostrophes() -> None:
    for plan in PLANS:
        for kind in LEGAL_KINDS:
            assert "'" not in legal_text(plan, kind)["fr"]
