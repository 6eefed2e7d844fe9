"""Every public page, in every language."""

import re

import pytest
from django.test import Client

from tadamun.goods.catalogue.operations import approve_edit, edit_product, remove_product
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.operations import change_market
from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations import suspend_seller
from tadamun.people.sellers.queries import admission_of
from tadamun.showcase.window.operations import rebuild_everything
from tests.factories import make_market, make_organisation, make_product
from tests.web.storefront.stage import LANGUAGES, Stage, index, path_of, row_of, tree, visitor


def pages(stage: Stage, language: str) -> list[str]:
    shop, maker = stage.shop.code.lower(), stage.maker.code.lower()
    rest = [
        "", "crafts/", "crafts/carpets/", "crafts/textile-wool/", "regions/ma-03/", "shops/", f"shops/{shop}/",
        f"makers/{maker}/", "search/", "search/?q=tapis", "search/?q=qqqq", "search/?craft=pottery&available=1&min=1",
        "pages/terms/", "pages/privacy/", "pages/legal/", "pages/delivery/", "pages/about/", "help/", "preferences/",
    ]  # fmt: skip
    products = [path_of(each, language) for each in (stage.rug, stage.piece, stage.ordered, stage.gone)]
    return [*(f"/{language}/{path}" for path in rest), *products]


@pytest.mark.broad
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_and_is_whole(stage: Stage, language: str) -> None:
    for path in pages(stage, language):
        response = stage.visitor.get(path)
        assert response.status_code == 200, path
        page = tree(response)
        assert page.get("lang") == language
        assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
        assert len(page.xpath("//h1")) == 1, path
        title = page.xpath("//title")[0].text_content()
        assert 0 < len(title) <= 65, (path, title)
        description = page.xpath("//meta[@name='description']/@content")[0]
        assert len(description) <= 160, (path, description)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        assert not re.search(r"[\ue000-\uf8ff]", response.content.decode()), "a hole was left open"
        assert not response.cookies, path


@pytest.mark.broad
@pytest.mark.parametrize("language", LANGUAGES)
def test_icons_used_are_drawn(stage: Stage, language: str) -> None:
    for path in pages(stage, language):
        page = stage.visitor.get(path).content.decode()
        used, drawn = (
            set(re.findall(r'href="#i-(\w+)"', page)),
            set(re.findall(r'<symbol id="i-(\w+)"', page)),
        )
        assert used == drawn, path


@pytest.mark.broad
def test_links_of_a_page_lead_somewhere(stage: Stage) -> None:
    client = stage.visitor
    seen = {
        href.partition("#")[0]
        for path in pages(stage, "fr")
        for href in tree(client.get(path)).xpath("//main//a/@href | //header//a/@href | //footer//a/@href")
        if href.startswith("/")
    }
    broken = [path for path in sorted(seen) if client.get(path).status_code not in {200, 302, 303}]
    assert broken == []


def test_a_removed_product_is_gone_and_says_what_instead(stage: Stage) -> None:
    path = path_of(stage.rug)
    remove_product(stage.rug)
    response = stage.visitor.get(path)
    assert response.status_code == 410
    assert f"/fr/crafts/{stage.rug.craft}/" in response.content.decode()


def test_a_renamed_product_leads_on_once(stage: Stage) -> None:
    old = path_of(stage.rug)
    edit = edit_product(stage.rug, {"titles": {"ar": "كليم", "fr": "Kilim", "en": "Kilim"}})
    if edit is not None:
        approve_edit(edit)
    response = stage.visitor.get(old)
    assert response.status_code == 301
    assert response.headers["Location"] == path_of(stage.rug)
    assert stage.visitor.get(response.headers["Location"]).status_code == 200


def test_an_address_under_another_language_leads_to_its_own(stage: Stage) -> None:
    response = stage.visitor.get(path_of(stage.rug).replace("/fr/", "/ar/", 1))
    assert response.status_code == 301
    assert response.headers["Location"] == path_of(stage.rug, "ar")


@pytest.mark.parametrize("path", ["products/nothing-here-1234567/", "crafts/nothing/", "regions/xx-00/", "shops/zzzzzzz/",
                                  "makers/zzzzzzz/", "pages/nothing/", "nothing/", "search/?page=9999"])  # fmt: skip
def test_an_unknown_address_gives_a_helpful_page(stage: Stage, path: str) -> None:
    response = stage.visitor.get(f"/ar/{path}")
    assert response.status_code == 404
    page = tree(response)
    assert page.get("lang") == "ar"
    assert page.xpath("//main//form[@role='search']")
    assert page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")


def test_an_address_without_its_last_slash_leads_on(stage: Stage) -> None:
    response = stage.visitor.get("/fr/crafts/carpets?page=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/fr/crafts/carpets/?page=1")
    assert stage.visitor.get("/evil.example/fr/crafts").status_code == 404


def test_codes_are_found_in_capital_letters_too(stage: Stage) -> None:
    response = stage.visitor.get(f"/fr/shops/{stage.shop.code}/")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"/fr/shops/{stage.shop.code.lower()}/",
    )


@pytest.mark.broad
def test_a_market_never_shows_what_is_anothers(stage: Stage) -> None:
    elsewhere = make_market("ailleurs")
    foreign = make_organisation(elsewhere)
    secret = make_product(foreign, titles={"ar": "سر", "fr": "Secret", "en": "Secret"})
    index()
    with everything("a test's own maker"):
        maker = Maker.objects.get(organisation=foreign)
    slug = row_of(secret).slug
    client = stage.visitor
    hidden = [
        f"/fr/products/{slug}/",
        f"/fr/shops/{foreign.code.lower()}/",
        f"/fr/makers/{maker.code.lower()}/",
    ]
    assert [client.get(path).status_code for path in hidden] == [404, 404, 404]
    assert visitor(elsewhere).get(hidden[0]).status_code == 200
    assert "Secret" not in client.get("/fr/search/?q=secret").content.decode().replace("«secret»", "")
    assert "Secret" not in client.get("/fr/suggestions/?q=secret").content.decode()
    assert slug not in client.get("/sitemaps/products-1.xml").content.decode()


def test_a_suspended_shop_is_not_shown(stage: Stage) -> None:
    path = path_of(stage.rug)
    admission = admission_of(stage.shop.pk, stage.market.pk)
    assert admission
    suspend_seller(admission, reason="essai")
    assert stage.visitor.get(path).status_code == 404
    assert stage.visitor.get(f"/fr/shops/{stage.shop.code.lower()}/").status_code == 404
    assert stage.visitor.get(f"/fr/makers/{stage.maker.code.lower()}/").status_code == 404


def test_a_maker_is_shown_as_far_as_she_consents(stage: Stage) -> None:
    path = f"/fr/makers/{stage.maker.code.lower()}/"
    page = stage.visitor.get(path).content.decode()
    assert "Khadija" in page
    assert '"@type":"Person"' in page
    with scope(organisation_id=stage.shop.pk):
        Maker.objects.filter(pk=stage.maker.pk).update(portrait="abcabcabcabc", photo_consent_at=None)
    assert "abcabcabcabc" not in stage.visitor.get(path).content.decode()
    with scope(organisation_id=stage.shop.pk):
        Maker.objects.filter(pk=stage.maker.pk).update(name_consent_at=None)
    rebuild_everything()
    assert stage.visitor.get(path).status_code == 404
    assert "Khadija" not in stage.visitor.get(path_of(stage.rug)).content.decode()
    assert "Khadija" not in stage.visitor.get(f"/fr/shops/{stage.shop.code.lower()}/").content.decode()


@pytest.mark.parametrize(("status", "code"), [("draft", 503), ("closed", 410)])
def test_a_market_that_is_not_open_says_so(stage: Stage, status: str, code: int) -> None:
    change_market(stage.market, status=status)
    client = stage.visitor
    for path in ("/", "/fr/", "/fr/crafts/carpets/", "/ar/basket/", "/sitemap.xml", path_of(stage.rug)):
        assert client.get(path).status_code == code, path
    assert client.get("/healthz").status_code == 200
    assert client.get("/fr/sign-in/").status_code == 200
    assert client.get("/fr/orders/nothing/").status_code == 404


def test_a_preference_is_kept_in_a_readable_cookie(stage: Stage) -> None:
    client = Client(HTTP_HOST="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    back = path_of(stage.rug, "en")
    response = client.post("/en/preferences/", {"next": back, "city": "meknes", "currency": "EUR"})
    assert (response.status_code, response.headers["Location"]) == (303, back)
    page = client.get(back).content.decode()
    assert "Delivery to <bdi>Meknes</bdi>: <strong><bdi>MAD\u00a025</bdi>" in page
    assert re.search(r"€\s?41\.86<", page)  # 450 MAD at 10.75
    client.post("/en/preferences/", {"next": back, "city": "", "currency": ""})
    page = client.get(back).content.decode()
    assert "to <bdi>Meknes" not in page
    assert "€" not in page


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example/", "/fr\\evil", "javascript:alert(1)", "/ar/x"]
)
def test_a_preference_leads_back_only_to_our_pages(stage: Stage, bad: str) -> None:
    client = Client(HTTP_HOST="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    response = client.post("/fr/preferences/", {"next": bad, "city": "nowhere", "currency": "XXX"})
    assert response.headers["Location"] == "/fr/"
    assert not [name for name, morsel in response.cookies.items() if morsel.value]
