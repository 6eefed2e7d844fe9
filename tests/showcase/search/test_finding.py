"""What is found by which words."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tadamun.showcase.search.questions import Answer, Question, ask
from tadamun.showcase.search.schema import IndexDocument
from tests.showcase.search.conftest import Filling
from tests.showcase.search.pieces import ABAYA, CAFTAN, CARPET, CUSHION, MARKET, PIECES, VASE, many


def found(text: str, language: str = "") -> Answer:
    return ask(Question(market_id=MARKET, text=text, language=language))


@pytest.mark.parametrize(
    ("text", "product"),
    [
        # a piece described only in Arabic, in other languages, spellings and letters
        ("tapis", CARPET), ("rug", CARPET), ("carpets", CARPET), ("tapis marocain", CARPET), ("zarbia", CARPET),
        ("zerbiya", CARPET), ("zrabi", CARPET), ("زربية", CARPET), ("والزربية", CARPET), ("زرابي", CARPET), ("سجادة", CARPET),
        ("زَرْبِيَّة", CARPET), ("tapis en laine", CARPET), ("wool carpet", CARPET), ("Beni Mguild", CARPET),
        ("9eftan", CAFTAN), ("caftan", CAFTAN), ("kaftans", CAFTAN), ("soie", CAFTAN), ("قفاطين", CAFTAN),
        ("3abaya", ABAYA), ("abaya", ABAYA), ("ma7jouba", ABAYA), ("zaafaran", ABAYA),
        ("poterie", VASE), ("فخار", VASE), ("ceramics", VASE), ("vases", VASE), ("clay", VASE), ("الفخار الآسفي", VASE),
        ("pillow", CUSHION), ("وسادة", CUSHION), ("coussins", CUSHION), ("coussin brode", CUSHION),
        # stems, beginnings, names and stories
        ("brodée", CUSHION), ("embroid", CUSHION), ("poter", VASE), ("tourne", VASE), ("peint à la main", VASE),
        ("fatima", CARPET), ("potiers", VASE), ("منسوجات يدوية", CARPET),
        # one wrong letter, two in a longer word
        ("tapos", CARPET), ("carpt", CARPET), ("zarbja", CARPET), ("potterie", VASE), ("cofftan", CAFTAN), ("kaftn", CAFTAN),
        ("زربيت", CARPET), ("مزهريا", VASE), ("embriodered", CUSHION),
    ],
)  # fmt: skip
def test_finds(fill: Filling, text: str, product: IndexDocument) -> None:
    fill(PIECES)
    assert found(text).product_ids[0] == product.product_id


def test_all_words_must_fit(fill: Filling) -> None:
    fill(PIECES)
    assert found("coopérative atlas tapis").product_ids == [CARPET.product_id]
    assert not found("coopérative atlas tapis").relaxed


def test_when_not_all_words_fit_any_may(fill: Filling) -> None:
    fill(PIECES)
    answer = found("tapis introuvable")
    assert (answer.product_ids, answer.relaxed) == ([CARPET.product_id], True)


def test_what_is_such_a_thing_comes_before_what_only_says_its_name(fill: Filling) -> None:
    """However short the other title is: a doll in a caftan is no caftan."""
    dressed = replace(
        CUSHION, product_id=7, titles={"ar": "دمية بقفطان"}, crafts=("doll",), published_at=900, rank=900
    )
    long = replace(CAFTAN, titles={"ar": "قفطان بالسفيفة من حرير أزرق نيلي بتطريز يدوي فاسي"})
    fill([dressed, *many(30, like=CUSHION), long])
    assert found("قفطان").product_ids == [CAFTAN.product_id, dressed.product_id]


@pytest.mark.parametrize(
    ("language", "asked", "thing", "dressed"),
    [("ar", "ثوب", "ثوب فلسطيني مطرز بعروق السرو", "دمية بثوب"), ("fr", "étui", "Étui brodé de fils de soie", "Aiguilles, étui")],
)  # fmt: skip
def test_what_a_title_begins_with_says_what_a_piece_is(
    fill: Filling, language: str, asked: str, thing: str, dressed: str
) -> None:
    said = [
        replace(CUSHION, product_id=number, titles={language: title})
        for number, title in ((7, dressed), (8, thing))
    ]
    fill([*said, *many(30, like=CUSHION)])
    assert found(asked).product_ids[:2] == [8, 7]


def test_a_title_comes_before_a_story(fill: Filling) -> None:
    told = replace(
        CUSHION, product_id=7, titles={"fr": "Panier"}, bodies={"fr": "assorti au vase"}, crafts=("basket",)
    )
    fill([told, VASE])
    assert found("vase").product_ids == [VASE.product_id, told.product_id]


def test_nothing_like_it(fill: Filling) -> None:
    fill(PIECES)
    answer = found("xqzzzw")
    assert (answer.product_ids, answer.total, answer.suggestion) == ([], 0, None)
    assert answer.ready


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("tapid", "tapis"), ("carpt", "carpet"), ("poterja", "poterie"), ("coussim", "coussin"), ("مزهريت", "مزهرية"),
        ("tapid laine", "tapis laine"),
    ],
)  # fmt: skip
def test_did_you_mean(fill: Filling, text: str, suggestion: str) -> None:
    fill(PIECES)
    assert found(text).suggestion == suggestion


@pytest.mark.parametrize("text", ["tapis", "zerbiya", "9eftan", "زربية", "atlas", "", "xqzzzw"])
def test_no_other_spelling_for_what_is_understood(fill: Filling, text: str) -> None:
    fill(PIECES)
    assert found(text).suggestion is None


def test_a_suggestion_leads_somewhere(fill: Filling) -> None:
    fill([VASE])  # no carpets here: « tapis » would be a dead end
    assert found("tapid").suggestion is None


def test_enough_exact_hits_leave_near_ones_out(fill: Filling) -> None:
    twins = [replace(VASE, product_id=100 + n, titles={"fr": "Vaze"}, crafts=()) for n in range(2)]
    fill([*many(3, VASE), *twins])
    assert found("vase").total == 3


def test_each_market_finds_its_own(fill: Filling) -> None:
    fill([CARPET, replace(VASE, market_id=2)])
    assert ask(Question(market_id=1, text="poterie")).product_ids == []
    assert ask(Question(market_id=2, text="poterie")).product_ids == [VASE.product_id]
    assert ask(Question(market_id=2)).total == 1
    assert ask(Question(market_id=3)).ready
    assert ask(Question(market_id=3)).total == 0


HOSTILE = [
    'AND OR NOT " (', "*", "~", ":", "^", "title:tapis", '"tapis', "tapis^8", "tapis~2", "[a TO z]", "(((", "\\", "+tapis -laine",
    "product:1 OR 1=1", "'; DROP TABLE x; --", "{{ 7*7 }}", "%", "\0", "a" * 5000, "ا" * 5000, "tapis " * 500,
    "زَرْبِيَّة" * 200, "😀", "\u202e", "null", "-1", "é" * 300, "2" * 400, "a.b*c?", "<script>", "&&",
    "||", "!tapis", "/re.*/", "l’", "’",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_command(fill: Filling, text: str) -> None:
    fill(PIECES)
    assert found(text).total <= len(PIECES)


@pytest.mark.broad
@given(
    text=st.text(max_size=80) | st.text(alphabet='tapisزربيةAND OR"(*~:^\\[]{}+-!&|/?’’0-9٣ ', max_size=60)
)
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)
def test_any_text_has_an_answer(_small_market: None, text: str) -> None:
    answer = found(text)
    assert answer.total >= len(answer.product_ids)


@pytest.fixture
def _small_market(fill: Filling) -> None:
    fill(PIECES)
