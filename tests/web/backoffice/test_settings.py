"""Every section of the settings: what is right is kept and shown, what is wrong is refused with everything typed."""

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import LegalText, Market, MarketRegion, TeamMember
from tadamun.people.markets.operations import publish_legal_text
from tadamun.people.markets.policies import Policies
from tadamun.trade.shipping.models import City, Zone
from tadamun.trade.shipping.operations import draw_zone, list_cities
from tadamun.web.backoffice.forms.policies import NOT_ASKED
from tadamun.web.backoffice.forms.policy_questions import QUESTIONS
from tests.factories import make_person
from tests.web.backoffice.conftest import MakeOrder, in_team, words_of

SETTINGS = "/en/office/settings/"
LOOK = {
    "accent": "#3a4488",
    "accent_dark": "#b1baf5",
    "motif_family": "kilim",
    "motif_seed": "el-hajeb",
    "radius": "1",
    "logo": "",
}
IDENTITY = {
    "names_ar": "وكالة", "names_fr": "Agence", "address_fr": "1 rue X", "phone": "0537000001", "email": "a@example.org",
    "rc": "1 Rabat", "tax_id": "٤٥", "ice": "001 561 191 000 066", "cndp": "", "rib": "007780000123456789012396",
    "bank_fr": "Banque",
}  # fmt: skip


def again(market: Market) -> Market:
    return Market.objects.get(pk=market.pk)


@pytest.mark.broad
def test_names(operator: Client, market: Market) -> None:
    said = {"names_ar": "سوق", "names_fr": "Souk", "names_en": "Bazaar", "taglines_ar": "أهلا"}
    assert operator.post(SETTINGS + "names/", said).status_code == 303
    assert again(market).names["en"] == "Bazaar"
    assert "Bazaar" in words_of(operator.get("/en/office/"))
    answer = operator.post(SETTINGS + "names/", {**said, "names_fr": ""})
    assert answer.status_code == 422
    assert "أهلا" in answer.content.decode()
    assert AuditEntry.objects.filter(action="change_market", market_id=market.pk).exists()


def hosts_of(market: Market) -> list[str]:
    return list(market.hosts.values_list("host", flat=True))


def test_the_addresses_of_a_market(operator: Client, market: Market) -> None:
    said = {"hosts": " Souk.Example. \nmarché.example\n\nsouk.localhost souk.example"}
    assert operator.post(SETTINGS + "hosts/", said)["Location"] == SETTINGS + "hosts/"
    assert hosts_of(market) == ["souk.example", "xn--march-fsa.example", "souk.localhost"]
    assert Client(HTTP_HOST="souk.example").get("/en/").status_code == 200
    page = operator.get("/en/").content.decode()
    assert 'rel="canonical" href="http://souk.example' in page
    acts = AuditEntry.objects.filter(action="set_hosts", market_id=market.pk)
    assert acts.latest("pk").actor.startswith("person:")
    count = acts.count()
    assert operator.post(SETTINGS + "hosts/", {"hosts": "\n".join(hosts_of(market))}).status_code == 303
    assert acts.count() == count
    assert SETTINGS + "hosts/" in operator.get(SETTINGS).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "A market needs an address."), ("souk.localhost\nhttps://souk.example/", "That is no address"),
        ("souk.localhost autre.localhost", "already shows another market"),
        ("souk.example", "it has to stay"), ("souk.localhost\n" + "a.example\n" * 400, "at most 3000"),
        ("souk.localhost\n" + "\n".join(f"a{n}.example" for n in range(20)), "at most 20"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(
    operator: Client, market: Market, other_market: Market, said: str, words: str
) -> None:
    before, others = hosts_of(market), hosts_of(other_market)
    answer = operator.post(SETTINGS + "hosts/", {"hosts": said})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert other_market.slug not in words_of(answer).replace("autre.localhost", "")
    assert (hosts_of(market), hosts_of(other_market)) == (before, others)


def test_only_an_operator_writes_addresses(support: Client, reviewer: Client, market: Market) -> None:
    before = hosts_of(market)
    for client in (support, reviewer):
        assert client.post(SETTINGS + "hosts/", {"hosts": "souk.localhost\nb.example"}).status_code == 404
    assert hosts_of(market) == before


def test_any_address_may_go_where_one_market_answers_on_all(
    operator: Client, market: Market, settings: Any
) -> None:
    settings.SINGLE_MARKET = market.slug
    assert operator.post(SETTINGS + "hosts/", {"hosts": "souk.example"}).status_code == 303
    assert hosts_of(market) == ["souk.example"]


def test_languages_with_another_first(operator: Client, market: Market) -> None:
    said = {
        "languages": ["fr", "ar"],
        "default": "fr",
        "digits": "arab",
        "locale_ar": "ar-PS",
        "locale_fr": "fr",
    }
    answer = operator.post(SETTINGS + "languages/", said)
    assert answer["Location"] == "/fr/office/settings/languages/"
    changed = again(market)
    assert (changed.languages, changed.locales, changed.digits) == (
        ["fr", "ar"],
        {"fr": "fr", "ar": "ar-PS"},
        "arab",
    )


@pytest.mark.parametrize(
    "said",
    [{"default": "ar"}, {"languages": ["fr"], "default": "ar"}, {"languages": ["xx"], "default": "xx"}],
)
def test_languages_that_make_no_sense(operator: Client, market: Market, said: dict[str, Any]) -> None:
    assert operator.post(SETTINGS + "languages/", said).status_code == 422
    assert again(market).languages == ["ar", "fr", "en"]


SELLING = {
    "currency": "MAD", "display_currencies": ["EUR", "MAD"], "sell_countries": "ma", "ship_countries": "MA، FR, be",
    "time_zone": "Africa/Casablanca",
}  # fmt: skip


def test_currencies_and_countries(operator: Client, market: Market) -> None:
    assert operator.post(SETTINGS + "currencies/", SELLING).status_code == 303
    changed = again(market)
    assert (changed.display_currencies, changed.ship_countries) == (["EUR"], ["MA", "FR", "BE"])
    assert operator.post(SETTINGS + "currencies/", {**SELLING, "ship_countries": "MA, XQ"}).status_code == 422


@pytest.mark.broad
def test_the_base_currency_changes_until_the_first_order(
    operator: Client, market: Market, make_order: MakeOrder
) -> None:
    assert operator.post(SETTINGS + "currencies/", {**SELLING, "currency": "JOD"}).status_code == 303
    changed = again(market)
    assert changed.currency == "JOD"
    assert changed.policy.cash_ceiling_minor == 2_000_000
    with scope(market_id=market.pk):
        assert Zone.objects.get(code="near").fee_minor == 25_000
    assert operator.post(SETTINGS + "currencies/", SELLING).status_code == 303
    make_order()
    answer = operator.post(SETTINGS + "currencies/", {**SELLING, "currency": "EUR"})
    assert answer.status_code == 409
    assert "can no longer be changed" in words_of(answer)
    assert again(market).currency == "MAD"


@pytest.mark.broad
def test_legal_identity(operator: Client, market: Market) -> None:
    assert operator.post(SETTINGS + "identity/", IDENTITY).status_code == 303
    identity = again(market).identity
    assert identity["ice"] == "001561191000066"
    assert identity["names"] == {"ar": "وكالة", "fr": "Agence"}
    assert identity["legal_name"] == "Agence"
    assert "وكالة" in operator.get("/ar/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("ice", "001561191000067"), ("ice", "12"), ("rib", "007780000123456789012397"), ("rib", "1" * 23), ("rib", "x" * 24),
     ("phone", "12"), ("email", "nobody"), ("names_ar", None)],
)  # fmt: skip
def test_an_identity_that_cannot_be_true(
    operator: Client, market: Market, field: str, value: str | None
) -> None:
    said = {**IDENTITY, field: value} if value else {**IDENTITY, "names_ar": "", "names_fr": ""}
    answer = operator.post(SETTINGS + "identity/", said)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert again(market).identity["ice"] == market.identity["ice"]
    assert "names" not in again(market).identity


def test_every_policy_has_its_question() -> None:
    assert list(QUESTIONS) == [name for name in Policies().as_dict() if name not in NOT_ASKED]


def policies_said(operator: Client) -> dict[str, Any]:
    """What the form would send unchanged."""
    form = operator.get(SETTINGS + "policies/").context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not False and value not in (None, [])}


def test_policies_unchanged_stay_and_changed_are_kept(operator: Client, market: Market) -> None:
    before = again(market).policy
    said = policies_said(operator)
    answer = operator.post(SETTINGS + "policies/", said)
    assert answer.status_code == 303, answer.context["form"].errors
    assert again(market).policy == before
    changed = {
        **said,
        "fee_vat_bp": "7,5",
        "cash_ceiling_minor": "١٥٠٠",
        "return_days": "14",
        "cash_collected_by": "seller",
        "seller_currencies": ["JOD"],
    }
    changed.pop("moderation")
    assert operator.post(SETTINGS + "policies/", changed).status_code == 303
    after = again(market).policy
    assert (after.fee_vat_bp, after.cash_ceiling_minor, after.return_days, after.moderation) == (
        750,
        150_000,
        14,
        False,
    )
    assert (after.cash_collected_by, after.seller_currencies) == ("seller", ("JOD",))


@pytest.mark.parametrize(
    ("field", "value"),
    [("return_days", "6"), ("fee_vat_bp", "101"), ("fee_vat_bp", "-1"), ("cash_ceiling_minor", "12.345"), ("hold_minutes", "0"),
     ("cash_collected_by", "dog"), ("accept_hours", ""), ("prepare_days", "1e5"), ("transfer_days", "Infinity")],
)  # fmt: skip
def test_policies_that_cannot_be(operator: Client, market: Market, field: str, value: str) -> None:
    answer = operator.post(SETTINGS + "policies/", {**policies_said(operator), field: value})
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()


def test_buyers_need_a_way_to_pay(operator: Client) -> None:
    said = policies_said(operator)
    del said["cash_on_delivery"], said["bank_transfer"]
    assert operator.post(SETTINGS + "policies/", said).status_code == 422


def test_a_look_that_can_be_read_is_kept(operator: Client, market: Market) -> None:
    assert operator.post(SETTINGS + "look/", LOOK).status_code == 303
    assert again(market).theme == {**LOOK, "logo": ""}
    assert "--accent:#3a4488" in operator.get("/ar/office/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("accent", "#ffff00"), ("accent", "red"), ("accent_dark", "#222222"), ("motif_family", "x"), ("motif_seed", "A B"),
     ("radius", "7")],
)  # fmt: skip
def test_a_look_that_cannot_be_read_is_refused(
    operator: Client, market: Market, field: str, value: str
) -> None:
    answer = operator.post(SETTINGS + "look/", {**LOOK, field: value})
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert again(market).theme == market.theme


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGBA", (300, 200), (10, 20, 30, 128)).save(out, kind)
    return SimpleUploadedFile("../../logo.svg", out.getvalue())


def test_a_logo_is_stored_shown_and_removed(
    operator: Client, market: Market, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert operator.post(SETTINGS + "look/", {**LOOK, "logo_file": picture()}).status_code == 303
    logo = again(market).theme["logo"]
    assert logo.startswith("/media/logos/")
    with Image.open(tmp_path / logo.removeprefix("/media/")) as kept:
        assert (kept.format, kept.height, kept.mode) == ("WEBP", 144, "RGBA")
    assert f'src="{logo}"' in operator.get("/ar/").content.decode()
    assert operator.post(SETTINGS + "look/", LOOK).status_code == 303
    assert again(market).theme["logo"] == logo
    assert operator.post(SETTINGS + "look/", {**LOOK, "logo_removed": "on"}).status_code == 303
    assert again(market).theme["logo"] == ""


@pytest.mark.broad
def test_a_logo_may_weigh_what_its_field_says(
    operator: Client, market: Market, settings: Any, tmp_path: Path
) -> None:
    """More than a post without files may."""
    settings.MEDIA_ROOT = tmp_path
    out = io.BytesIO()
    Image.frombytes("RGB", (1500, 1300), os.urandom(1500 * 1300 * 3)).save(out, "PNG", compress_level=1)
    assert out.tell() > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    heavy = SimpleUploadedFile("logo.png", out.getvalue())
    assert operator.post(SETTINGS + "look/", {**LOOK, "logo_file": heavy}).status_code == 303
    assert again(market).theme["logo"]


def test_a_logo_that_is_no_picture_is_refused(
    operator: Client, market: Market, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for data in (b"<svg onload='alert(1)'/>", b"", picture().read()[:60]):
        answer = operator.post(SETTINGS + "look/", {**LOOK, "logo_file": SimpleUploadedFile("a.png", data)})
        assert answer.status_code == 422
    assert not list(tmp_path.rglob("*.webp"))
    assert again(market).theme == market.theme


def test_the_preview_computes_contrast(operator: Client) -> None:
    good = words_of(operator.get(SETTINGS + "look/preview/", {"accent": "#0f5e55"}))
    bad = words_of(operator.get(SETTINGS + "look/preview/", {"accent": "#ffff00"}))
    assert "cannot be read" not in good
    assert "cannot be read: at least 4.5 : 1" in bad
    html = operator.get(SETTINGS + "look/preview/").content.decode()
    assert html.count('data-theme="light"') == html.count('data-theme="dark"') == 3


def test_a_preset_fills_the_form_and_saves_nothing(operator: Client, market: Market) -> None:
    assert "#55611a" in operator.get(SETTINGS + "look/", {"preset": "dlala"}).content.decode()
    assert again(market).theme == market.theme


def test_a_legal_text_is_previewed_then_published_as_a_new_version(operator: Client, market: Market) -> None:
    said = {"body_ar": "## شروط\n\n<script>alert(1)</script>", "body_fr": "Conditions", "body_en": ""}
    shown = operator.post(SETTINGS + "texts/terms/", {**said, "preview": "1"})
    assert shown.status_code == 200
    assert "<h2>شروط</h2>" in shown.content.decode()
    assert "<script>alert" not in shown.content.decode()
    with scope(market_id=market.pk):
        assert LegalText.objects.filter(kind="terms").count() == 1
    for _ in range(2):
        assert operator.post(SETTINGS + "texts/terms/", said).status_code == 303
    with scope(market_id=market.pk):
        assert list(LegalText.objects.filter(kind="terms").values_list("version", flat=True)) == [1, 2]
    assert "This is version 1" in words_of(operator.get(SETTINGS + "texts/terms/", {"version": "1"}))


def test_a_text_without_arabic_is_refused(operator: Client, market: Market) -> None:
    answer = operator.post(SETTINGS + "texts/terms/", {"body_fr": "Conditions particulières"})
    assert answer.status_code == 422
    assert "Conditions particulières" in answer.content.decode()
    assert operator.get(SETTINGS + "texts/poem/").status_code == 404


def test_regions_roll_out(operator: Client, market: Market) -> None:
    assert (
        operator.post(
            SETTINGS + "regions/", {"region-MA-03": "open", "region-MA-04": "soon", "region-MA-05": ""}
        ).status_code
        == 303
    )
    with scope(market_id=market.pk):
        assert dict(MarketRegion.objects.values_list("region", "state")) == {"MA-03": "open", "MA-04": "soon"}
    operator.post(SETTINGS + "regions/", {"region-MA-04": ""})
    with scope(market_id=market.pk):
        assert dict(MarketRegion.objects.values_list("region", "state")) == {"MA-03": "open"}
    assert operator.post(SETTINGS + "regions/", {"region-MA-03": "maybe"}).status_code == 422


ZONE = {
    "code": "sud", "names_ar": "الجنوب", "countries": "MA", "fee": "٣٥", "fee_per_kg": "5", "included_kg": "2,5",
    "days_min": "2", "days_max": "5",
}  # fmt: skip


def test_a_zone_is_drawn_and_changed(operator: Client, market: Market) -> None:
    assert operator.post(SETTINGS + "delivery/new/", ZONE).status_code == 303
    with scope(market_id=market.pk):
        zone = Zone.objects.get(code="sud")
    assert (zone.fee_minor, zone.fee_per_kg_minor, zone.included_g, zone.days_max) == (3500, 500, 2500, 5)
    assert (
        operator.post(
            SETTINGS + "delivery/zones/sud/", {**ZONE, "fee": "40.50", "is_default": "on"}
        ).status_code
        == 303
    )
    with scope(market_id=market.pk):
        zone = Zone.objects.get(code="sud")
    assert (zone.fee_minor, zone.is_default) == (4050, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "near"),
        ("code", "Ça"),
        ("days_max", "1"),
        ("fee", "1.234"),
        ("fee", "-1"),
        ("countries", "Maroc"),
    ],
)
def test_a_zone_that_cannot_be(operator: Client, market: Market, field: str, value: str) -> None:
    assert operator.post(SETTINGS + "delivery/new/", {**ZONE, field: value}).status_code == 422
    with scope(market_id=market.pk):
        assert Zone.objects.count() == 3


def test_cities_come_and_go(operator: Client, market: Market, other_market: Market) -> None:
    path = SETTINGS + "delivery/zones/near/cities/"
    assert (
        operator.post(
            path, {"city-names_ar": "سلا", "city-names_fr": "Salé", "city-country": "MA"}
        ).status_code
        == 303
    )
    with scope(market_id=market.pk):
        assert City.objects.get(code="sale").zone.code == "near"
    assert operator.post(path, {"city-names_fr": "Salé", "city-country": "MA"}).status_code == 422
    assert operator.post(path + "sale/removal/").status_code == 303
    assert operator.post(path + "rabat/removal/").status_code == 303
    with everything("two markets"):
        assert list(City.objects.filter(code="rabat").values_list("market__slug", flat=True)) == ["autre"]


def test_the_market_closes_with_a_reason(operator: Client, market: Market) -> None:
    assert operator.post(SETTINGS + "status/", {"status": "closed", "reason": "holidays"}).status_code == 303
    assert again(market).status == "closed"
    assert AuditEntry.objects.filter(action="change_market", reason="holidays").exists()
    assert operator.get(SETTINGS).status_code == 200


@pytest.mark.broad
def test_the_team_keeps_an_operator(operator: Client, market: Market) -> None:
    me = TeamMember._base_manager.get().person
    assert operator.post("/en/office/team/", {"phone": me.phone, "role": "support"}).status_code == 409
    operator.post("/en/office/team/dismissal/", {"phone": me.phone})
    assert "needs an operator" in words_of(operator.get("/en/office/team/"))
    assert (
        operator.post(
            "/en/office/team/", {"phone": "0661999999", "name": "كريم", "role": "operator"}
        ).status_code
        == 303
    )
    assert operator.post("/en/office/team/dismissal/", {"phone": me.phone}).status_code == 303
    assert operator.get("/en/office/").status_code == 404
    assert operator.post("/en/office/team/", {"phone": "x", "role": "operator"}).status_code in {404, 422}


def test_only_ones_own_team_is_changed(operator: Client, other_market: Market) -> None:
    in_team(other_market, "operator")
    stranger = make_person("+212600111222")
    assert operator.post("/en/office/team/dismissal/", {"phone": stranger.phone}).status_code == 404


def test_the_log_says_who_did_what(operator: Client, market: Market) -> None:
    operator.post(SETTINGS + "status/", {"status": "open", "reason": "spring"})
    page = words_of(operator.get("/en/office/log/", {"q": "spring"}))
    assert "Changed the market’s settings" in page
    assert "سعاد" in page


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_team_and_log_ask_as_much_whatever_their_length(
    operator: Client, market: Market, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        in_team(market, "support")
    with django_assert_num_queries(6):
        operator.get("/en/office/team/")
    with django_assert_num_queries(7):
        operator.get("/en/office/log/")


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_zones_cities_and_texts_ask_as_much_whatever_their_number(
    operator: Client, market: Market, rows: int, django_assert_num_queries: Any
) -> None:
    with scope(market_id=market.pk):
        near = Zone.objects.get(code="near")
    for number in range(rows):
        draw_zone(market, f"z{number}", names={"ar": "منطقة"}, countries=["MA"], fee_minor=100, days=(1, 2))
        list_cities(near, [(f"c{number}", {"ar": f"مدينة {number}"}, "MA", "")])
        publish_legal_text(market, "terms", {"ar": f"نص {number}"})
    for path, questions in (
        ("delivery/", 6),
        ("delivery/zones/near/", 7),
        ("texts/", 6),
        ("texts/terms/", 7),
        ("regions/", 6),
    ):
        with django_assert_num_queries(questions):
            assert operator.get(SETTINGS + path).status_code == 200


def test_currencies_and_countries_are_chosen_by_name(operator: Client) -> None:
    for path in ("fees/", "imports/", "settings/delivery/zones/near/"):
        options = re.findall(
            r"<option value=\"(?:MAD|MA|EUR)\"[^>]*>([^<]*)<",
            operator.get(f"/ar/office/{path}").content.decode(),
        )
        assert options, path
        assert not {"MAD", "MA", "EUR"} & set(options), path
