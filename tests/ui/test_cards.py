"""Cards: nothing a seller writes can become markup, and every picture keeps its place."""

import dataclasses

import pytest
from lxml import html

from tadamun.ui.cards import Card, Picture, Source, Tag, card_list, make_eager, picture_html, render_card

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
PICTURE = Picture(
    "زربية حمراء",
    640,
    800,
    (
        Source("/m/1-320.avif", 320, "image/avif"),
        Source("/m/1-640.avif", 640, "image/avif"),
        Source("/m/1-640.webp", 640, "image/webp"),
        Source("/m/1-320.jpg", 320, "image/jpeg"),
        Source("/m/1-640.jpg", 640, "image/jpeg"),
    ),
)
CARD = Card(
    url="/ar/p/zarbia/",
    title="زربية",
    maker="تعاونية تيفاوين",
    place="الحاجب",
    price="1.450 د.م.",
    photo=PICTURE,
    tags=(Tag("قطعة فريدة", "one"),),
)


def element(markup: str) -> html.HtmlElement:
    return html.fragment_fromstring(markup)


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Card)])
def test_no_field_of_a_card_becomes_markup(field: str) -> None:
    hostile: object = ATTACK
    if field == "photo":
        hostile = Picture(ATTACK, 1, 1, (Source(ATTACK, 1, ATTACK), Source(ATTACK, 2, "image/jpeg")))
    elif field == "tags":
        hostile = (Tag(ATTACK, ATTACK),)
    card = dataclasses.replace(CARD, **{field: hostile})
    if field == "placeholder":
        card = dataclasses.replace(card, photo=None)
    found = element(render_card(card))
    assert found.xpath(".//script") == []
    assert found.xpath(".//@onerror") == []
    assert found.tail is None
    assert "alert(1)" in html.tostring(found, encoding="unicode")


def test_a_card_is_one_link() -> None:
    links = element(render_card(CARD)).xpath(".//a")
    assert [(link.get("href"), link.text_content()) for link in links] == [("/ar/p/zarbia/", "زربية")]


def test_the_language_of_a_foreign_title_is_told() -> None:
    foreign = dataclasses.replace(CARD, title="Tapis", title_lang="fr")
    assert element(render_card(foreign)).xpath(".//a/@lang") == ["fr"]
    assert element(render_card(CARD)).xpath(".//a/@lang") == []


def test_every_text_of_a_card_is_isolated() -> None:
    isolated = element(render_card(CARD)).xpath(".//bdi/text()")
    assert isolated == ["زربية", "تعاونية تيفاوين", "الحاجب", "1.450 د.م."]


def test_a_piece_without_a_photo_shows_its_makers_tile() -> None:
    bare = dataclasses.replace(CARD, photo=None, placeholder="/motif/kilim/tifawin.svg")
    image = element(render_card(bare)).xpath(".//img")[0]
    assert (image.get("src"), image.get("alt")) == ("/motif/kilim/tifawin.svg", "")
    assert element(render_card(dataclasses.replace(CARD, photo=None))).xpath(".//img") == []


def test_the_first_cards_of_a_page_load_at_once() -> None:
    page = html.fragment_fromstring(card_list([render_card(CARD)] * 6, eager=2), create_parent="ul")
    assert page.xpath("//img/@loading") == ["lazy"] * 4
    assert page.xpath("//img/@fetchpriority") == ["high"] * 2
    assert make_eager(make_eager(render_card(CARD))) == make_eager(render_card(CARD))


def test_a_picture_offers_the_best_first_and_keeps_its_space() -> None:
    found = element(picture_html(PICTURE, "50vw"))
    assert found.xpath(".//source/@type") == ["image/avif", "image/webp"]
    assert found.xpath(".//source/@srcset")[0] == "/m/1-320.avif 320w, /m/1-640.avif 640w"
    image = found.xpath(".//img")[0]
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("640", "800", "lazy")
    assert (image.get("src"), image.get("sizes")) == ("/m/1-640.jpg", "50vw")
    assert element(picture_html(PICTURE, "50vw", eager=True)).xpath(".//img/@loading") == []


def test_a_picture_needs_a_file() -> None:
    with pytest.raises(ValueError, match="file"):
        picture_html(Picture("", 1, 1, ()), "1px")
