"""Words of any language name the same things."""

import pytest

from tadamun.showcase.search.analyser import significant, words
from tadamun.showcase.search.thesaurus import spellings, thesaurus

NAMES = [
    ("craft:carpets",
    "tapis|Tapis|TAPIS|rug|rugs|carpet|carpets|zarbia|zerbia|زربية|زرابي|الزرابي|والزرابي|زَرْبِيَّة|سجادة|سجاد|بساط"),
    ("craft:caftan", "caftan|kaftan|caftans|قفطان|القفطان|قفاطين|caftan marocain"),
    ("craft:pottery", "poterie|poteries|pottery|céramique|ceramique|ceramics|فخار|الفخار|خزف"),
    ("craft:babouche", "babouche|babouches|belgha|بلغة|البلغة|بلاغي|slippers"),
    ("craft:basket", "panier|basket|baskets|قفة|سلال|couffin"),
    ("craft:leather", "cuir|leather|الجلد|جلد|maroquinerie"),
    ("craft:rose-water", "eau de rose|rose water|ماء الورد|rosewater"),
    ("craft:black-soap", "savon noir|black soap|صابون بلدي|الصابون البلدي"),
    ("craft:zellige", "zellige|zellij|زليج|الزليج"),
    ("craft:carpet-beni-ourain", "tapis beni ourain|béni ouaraïn|Beni Ouarain|زربية بني وراين|بني وراين"),
    ("material:wool", "laine|wool|صوف|الصوف"),
    ("material:gold", "or|gold|ذهب"),
    ("material:silk", "soie|silk|حرير|الحرير"),
    ("technique:natural-dyeing", "teinture végétale|natural dyeing|صباغة نباتية"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("concept", "word"), [(concept, word) for concept, many in NAMES for word in many.split("|")]
)
def test_a_word_names(concept: str, word: str) -> None:
    assert concept in thesaurus().concepts(word)


@pytest.mark.parametrize("word", ["tapis", "rug", "carpet", "zarbia", "zerbia", "زربية", "زرابي", "سجادة"])
def test_the_carpet_of_every_language_is_one_concept(word: str) -> None:
    assert "craft:carpets" in thesaurus().concepts(word)
    assert not {concept for concept in thesaurus().concepts(word) if concept.startswith("craft:carpet-")}


@pytest.mark.parametrize("word", ["tape", "xyz", "voiture", "سيارة", "the", "", "12"])
def test_other_words_name_nothing(word: str) -> None:
    assert thesaurus().concepts(word) == frozenset()


def test_the_longest_phrase_wins() -> None:
    said = significant(words("grande eau de rose et tapis noué de laine"))
    found = [(match.start, match.end, set(match.concepts)) for match in thesaurus().matches(said)]
    assert found == [
        (0, 1, set()),
        (1, 3, {"craft:rose-water"}),
        (3, 5, {"craft:carpet-knotted"}),
        (5, 6, {"craft:textile-wool", "material:wool"}),
    ]


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("zerbiya", "carpets"), ("zrabi", "carpets"), ("9eftan", "caftan"), ("m7amsa", "berkoukes"), ("bel8a", "babouche"),
        ("khmisa", "khamsa"), ("ghasoul", "ghassoul"), ("takshita", "takchita"), ("jelaba", "djellaba"),
    ],
)  # fmt: skip
def test_a_word_in_latin_letters_sounds_like(word: str, concept: str) -> None:
    assert f"craft:{concept}" in thesaurus().sounding_like(word)


def test_a_craft_stands_behind_its_ancestors() -> None:
    assert thesaurus().path("carpet-beni-ourain") == (
        "textile-wool",
        "carpets",
        "carpet-knotted",
        "carpet-beni-ourain",
    )
    assert thesaurus().path("unheard-of") == ("unheard-of",)


def test_every_node_is_found_by_each_of_its_names() -> None:
    """Among 214 crafts, 78 materials and 34 techniques none is out of reach in any language."""
    known = thesaurus()
    missing = [
        (phrase.concept, phrase.text)
        for phrase in known.phrases
        if phrase.concept not in known.concepts(phrase.text)
    ]
    assert missing == []


def test_names_in_each_language() -> None:
    assert [thesaurus().name("craft:carpets", code) for code in ("ar", "fr", "en", "zgh")] == [
        "الزرابي", "Tapis", "Carpets and rugs", "الزرابي",
    ]  # fmt: skip
    assert thesaurus().name("craft:unheard-of", "fr") == ""


def test_spellings_keep_their_marks() -> None:
    assert spellings()["زربيه"].written == "زربية"
    assert spellings()["ceramique"].written == "céramique"
