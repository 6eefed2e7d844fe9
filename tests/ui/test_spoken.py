"""What is said aloud: every key has its sentence and its voice, numbers follow their grammar, nothing is heavy."""

import json
import re
from pathlib import Path

import pytest
from scripts.speak import all_words, digest

import tadamun
from tadamun.kernel.money import Money
from tadamun.ui.spoken import WRITTEN, Speech, amount_keys, count_keys, number_keys, number_words, prompts
from tadamun.ui.spoken.numbers import FEMININE, GRAMMAR, SUBUNITS
from tadamun.ui.spoken.speech import FILES, synthetic
from tests.ui.pages import parse, render

SOURCES = Path(tadamun.__path__[0])
NAMED = re.compile(
    r"""<c-(?:speaker|spoken-amount)\b[^>]*?[\s]key="([a-z0-9._]+)"|<c-tile\b[^>]*?\ssay="([a-z0-9._]+)\""""
)
NAMED_BY_DATA = {"craft", "material"}
"""Sentences of these are the words of the taxonomy."""
MEGABYTE = 1_048_576


def said(keys: list[str], language: str) -> str:
    return " ".join(number_words(language)[key] for key in keys)


def in_templates() -> set[str]:
    found = set()
    for path in SOURCES.rglob("*.html"):
        found |= {one or other for one, other in NAMED.findall(path.read_text(encoding="utf-8"))}
    return found


def test_what_a_page_says_is_written() -> None:
    assert in_templates() - set(prompts()) == set()


@pytest.mark.broad
def test_no_sentence_is_written_for_nobody() -> None:
    """A key stands somewhere in a template or in code, whole or as its beginning: ``f"entry.{kind}"``."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in SOURCES.rglob("*")
        if path.suffix in {".py", ".html", ".js"}
    )
    known = [key for key in prompts() if key.partition(".")[0] not in NAMED_BY_DATA]
    assert [key for key in known if key not in code and f"{key.rpartition('.')[0]}.{{" not in code] == []


@pytest.mark.parametrize(
    ("amount", "ar", "fr", "en"),
    [
        ("0 MAD", "صفر درهم", "zéro dirham", "zero dirhams"),
        ("1 MAD", "درهم واحد", "un dirham", "one dirham"),
        ("2 MAD", "درهمان", "deux dirham", "two dirhams"),
        ("103 MAD", "مئة وَ ثلاثة دراهم", "cent trois dirham", "one hundred and three dirhams"),
        ("101 MAD", "مئة درهم وَ درهم واحد", "cent un dirham", "one hundred and one dirhams"),
        ("2000 MAD", "ألفا درهم", "deux mille dirham", "two thousand dirhams"),
        ("1250.50 MAD", "ألف وَ مئتان وَ خمسون درهمًا وَ خمسون سنتيمًا", "mille deux cents cinquante dirham et cinquante centime",
         "one thousand two hundred and fifty dirhams and fifty centimes"),
        ("12.34 ILS", "اثنا عشر شيكلًا وَ أربع وَ ثلاثون أغورة", "douze shekel et trente-quatre agora",
         "twelve shekels and thirty-four agorot"),
        ("0.021 JOD", "واحد وَ عشرون فلسًا", "vingt et un fils", "twenty-one fils"),
        ("1000000 EUR", "مليون يورو", "un million d’euros", "one million euros"),
        ("-1 USD", "ناقص دولار واحد", "moins un dollar", "minus one dollar"),
    ],
)  # fmt: skip
def test_an_amount_is_said_as_people_say_it(amount: str, ar: str, fr: str, en: str) -> None:
    money = Money.of(*amount.split())
    assert [said(amount_keys(money, language), language) for language in WRITTEN] == [ar, fr, en]


@pytest.mark.parametrize("language", WRITTEN)
def test_every_number_has_its_words(language: str) -> None:
    words, used = number_words(language), {"number.minus", "number.and"}
    steps = [
        *range(1_210),
        2_000,
        3_000,
        11_000,
        200_000,
        205_000,
        999_999,
        10**6,
        2 * 10**6,
        5 * 10**6,
        21_000_081,
        10**10,
    ]
    for number in steps:
        used |= set(number_keys(number, language))
        small = ("day", "hour", "piece", *SUBUNITS.values()) if number < 1_000 else ()
        for unit in (*small, *map(str.lower, SUBUNITS)):
            used |= set(count_keys(number, unit, language))
    assert used == set(words)


def test_dialects_follow_a_grammar_and_strange_money_is_silent() -> None:
    assert count_keys(3, "day", "ary") == count_keys(3, "day", "ar") == ["number.3", "unit.day.few"]
    assert count_keys(3, "piece", "ar") == ["number.f.3", "unit.piece.few"]
    assert amount_keys(Money(100, "GBP"), "en") == []
    assert set(FEMININE) == set(GRAMMAR.values())


@pytest.mark.parametrize("language", WRITTEN)
def test_voices_are_light_and_say_what_is_written(language: str) -> None:
    files = list((FILES / language).iterdir())
    made = synthetic()[language]
    assert {path.name for path in files} == {f"{key}.mp3" for key in made}
    # A phone fetches sentences as it meets them, lessons where she asks to keep a course.
    for lessons in (True, False):
        weight = sum(path.stat().st_size for path in files if path.name.startswith("lesson.") is lessons)
        assert weight <= MEGABYTE // 2 if lessons else MEGABYTE
    stale = [
        key
        for key, text in all_words(language).items()
        if made.get(key, digest(language, text)) != digest(language, text)
    ]
    assert stale == [], "run scripts/speak.py"


def test_a_speaker_is_a_link_to_its_file() -> None:
    (link,) = parse(render('<c-speaker key="money.ready" />')).xpath(".//a")
    assert link.get("href") == link.get("data-audio") == "/static/ui/spoken/ar/money.ready.mp3"
    assert prompts()["money.ready"]["ar"] in link.get("aria-label")


def test_a_sum_is_spoken_piece_by_piece_or_not_at_all() -> None:
    source = '<c-spoken-amount :amount="amount" key="money.for_you" />'
    context = {"amount": Money(125_000, "MAD"), "speech": Speech("fr")}
    (button,) = parse(render(source, context)).xpath(".//button")
    files = [Path(url).stem for url in button.get("data-audio").split()]
    assert files == ["money.for_you", "number.thousand", "number.200", "number.50", "unit.mad"]
    assert button.get("hidden") is not None  # until the script that can play it is there
    context["amount"] = Money(125_000, "GBP")
    assert parse(render(source, context)).xpath(".//span[@class='say mute']")


def test_a_language_without_voices_is_silent_and_a_recording_is_heard() -> None:
    mute = parse(render('<c-speaker key="money.ready" />', {"speech": Speech("zgh")}))
    (silent,) = mute.xpath(".//span[@role='img']")
    assert prompts()["money.ready"]["ar"] in silent.get("aria-label")
    assert not mute.xpath(".//a|.//button|.//*[@tabindex]")
    heard = Speech("zgh", {"money.ready": "/media/ab/abc/voice.m4a"})
    assert parse(render('<c-speaker key="money.ready" />', {"speech": heard})).xpath(".//a/@href") == [
        "/media/ab/abc/voice.m4a"
    ]


def test_what_is_asked_by_a_key_that_nobody_wrote_is_silent() -> None:
    assert "mute" in render('<c-speaker key="nobody.wrote_this" />')


def test_the_manifest_is_sorted_so_that_changes_are_seen() -> None:
    assert list(synthetic()["ar"]) == sorted(synthetic()["ar"])
    assert json.loads(json.dumps(synthetic())) == synthetic()
