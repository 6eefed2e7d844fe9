"""What search engines find: sitemaps, canonical addresses, languages that name each other, budgets."""

import gzip
import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from lxml import etree
from PIL import Image

from tadamun.goods.catalogue.crafts import trees
from tadamun.goods.catalogue.operations import attach_picture, store_picture
from tadamun.ui.themes import PRESETS, Theme
from tadamun.web.shared.views import sitemaps
from tadamun.web.storefront.card_pictures import CardWords, draw_card
from tests.factories import make_market, make_organisation, make_product
from tests.web.storefront.stage import LANGUAGES, Stage, index, path_of, row_of, tree, visitor

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}  # fmt: skip


def sitemap(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return etree.fromstring(response.content)


def addresses(client: Client) -> dict[str, dict[str, str]]:
    """Every address of every file, with its languages."""
    files = sitemap(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=SPACES)
    found = {}
    for file in files:
        for url in sitemap(client, urlsplit(file).path).xpath("//s:url", namespaces=SPACES):
            links = url.xpath("x:link", namespaces=SPACES)
            found[url.xpath("s:loc/text()", namespaces=SPACES)[0]] = {
                link.get("hreflang"): link.get("href") for link in links
            }
    return found


def local(address: str) -> str:
    parts = urlsplit(address)
    assert parts.netloc == "souk.localhost:8000"
    return parts.path


@pytest.mark.broad
def test_every_address_of_the_sitemap_is_open_and_names_its_languages(stage: Stage) -> None:
    client = stage.visitor
    known = addresses(client)
    assert len(known) > 60
    for address, languages in known.items():
        assert set(languages) == {"ar-MA", "fr-MA", "en", "x-default"}
        assert address in languages.values()
        response = client.get(local(address))
        assert response.status_code == 200, address
        page = tree(response)
        assert page.xpath("//link[@rel='canonical']/@href") == [address]
        said = {
            each.get("hreflang"): each.get("href")
            for each in page.xpath("//link[@rel='alternate'][@hreflang]")
        }
        assert said == languages, address
        assert not page.xpath("//meta[@name='robots']"), address
        for other in languages.values():
            assert known[other] == languages  # each names all, itself included


@pytest.mark.broad
def test_a_sitemap_names_pictures_and_days(stage: Stage) -> None:
    with_picture(stage)
    page = sitemap(stage.visitor, "/sitemaps/products-1.xml")
    images = page.xpath("//i:image/i:loc/text()", namespaces=SPACES)
    assert len(set(images)) == 1
    assert images[0].startswith("http://souk.localhost:8000/media/")
    assert all(len(day) == 10 for day in page.xpath("//s:lastmod/text()", namespaces=SPACES))
    assert stage.visitor.get("/sitemaps/products-2.xml").status_code == 404
    assert stage.visitor.get("/sitemaps/products-0.xml").status_code == 404


@pytest.mark.broad
def test_no_file_of_a_sitemap_grows_with_the_market(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.A_FILE * len(LANGUAGES) <= 50_000  # what sitemaps.org allows a file
    client = stage.visitor
    whole = addresses(client)
    monkeypatch.setattr(sitemaps, "A_FILE", 1)
    index = sitemap(client, "/sitemap.xml").xpath("//s:loc/text()", namespaces=SPACES)
    files = [local(each).removeprefix("/sitemaps/").removesuffix(".xml") for each in index]
    products = [f"products-{number}" for number in range(1, 5)]
    assert files == ["pages", "shops-1", "shops-2", "makers-1", "makers-2", *products]
    assert addresses(client) == whole
    for name in ("shops", "makers", "products"):
        assert len(sitemap(client, f"/sitemaps/{name}-1.xml")) == len(LANGUAGES)
        assert client.get(f"/sitemaps/{name}-5.xml").status_code == 404
        assert client.get(f"/sitemaps/{name}-0.xml").status_code == 404
        assert client.get(f"/sitemaps/{name}-99999999999999999999.xml").status_code == 404


def with_picture(stage: Stage) -> None:
    data = io.BytesIO()
    Image.effect_noise((700, 875), 60).convert("RGB").save(data, "JPEG")
    picture = store_picture(stage.shop, data.getvalue())
    attach_picture(stage.rug, picture, alt={"ar": "زربية", "fr": "Tapis rouge", "en": "Red rug"})


@pytest.mark.broad
def test_a_card_for_messengers_is_made_once(stage: Stage, settings: Any, tmp_path: Path) -> None:
    with_picture(stage)
    client = stage.visitor
    address = tree(client.get(path_of(stage.rug))).xpath("//meta[@property='og:image']/@content")[0]
    path = local(address)
    response = client.get(path)
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert len(response.content) <= 300 * 1024
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert client.get(path).content == response.content
    old = path.replace(path.rpartition("-")[2], "abc.jpg")
    assert (client.get(old).status_code, client.get(old).headers["Location"]) == (302, path)
    code = stage.rug.code.lower()
    for bad in ("x.jpg", f"{code}-de-abc.jpg", "zzzzzzz-fr-abc.jpg", f"..%2f{code}-fr-abc.jpg"):
        assert client.get(f"/cards/{bad}").status_code == 404


@pytest.mark.broad
@pytest.mark.parametrize("theme", [Theme(), *PRESETS.values()])
def test_a_card_can_be_drawn_in_every_language_and_theme(theme: Theme, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    for language, title in (
        ("ar", "زربية " * 20),
        ("fr", "Tapis d’été « berbère » " * 6),
        ("en", '#panic("x") $x^2$ *b*'),
    ):
        words = CardWords(language, "سوق", title, "Atelier", "1.450,00 د.م.", "", theme, "seed")
        assert Image.open(io.BytesIO(draw_card(words))).size == (1200, 630)


@pytest.mark.broad
def test_pages_are_small(db: None, settings: Any, tmp_path: Path) -> None:
    """HTML with its sheet, compressed: 5.5 of the experience study."""
    settings.SEARCH_INDEX = tmp_path / "index"
    market = make_market(taglines={"ar": "من أيدي الصناع", "fr": "Des mains", "en": "From hands"})
    long_text = {
        "ar": "نسجت على نول عمودي من صوف الأطلس. " * 12,
        "fr": "Tissé sur un métier vertical. " * 14,
        "en": "Woven. " * 40,
    }
    products = []
    for number in range(10):
        shop = make_organisation(
            market, region=f"MA-{number % 9 + 1:02d}", place={"ar": "تازناخت", "fr": "Taznakht"}
        )
        for craft in ("carpets", *(each.slug for each in trees()[number : number + 2])):
            products.append(
                make_product(
                    shop, craft=craft, stories=long_text, care=long_text, materials=["wool", "cotton"]
                )
            )
    index()
    client = visitor(market)
    budgets = {
        path_of(products[0], "ar"): 10.0,
        "/ar/crafts/carpets/": 14.6,
        "/ar/search/": 14.6,
        "/ar/": 14.6,
    }
    for path, most in budgets.items():
        assert len(gzip.compress(client.get(path).content, 6)) <= most * 1000, path


@pytest.mark.broad
def test_a_page_tells_nothing_of_other_hosts(stage: Stage) -> None:
    """Links are written with the market's own host, whatever the visitor says hers is."""
    response = stage.visitor.get(path_of(stage.rug), headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in response.content.decode()
    assert unquote(row_of(stage.rug).slug) in unquote(response.content.decode())
