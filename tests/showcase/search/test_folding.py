"""What folds together, and what is one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.showcase.search.analyser import fold, stems, tokens

FOLDED = [
    # vowel marks and their like
    ("زَرْبِيَّة", "زربيه"), ("سُجَّادٌ", "سجاد"), ("قِفْطَانًا", "قفطانا"), ("مُطَرَّزٌ", "مطرز"), ("هٰذا", "هذا"), ("جلّابة", "جلابه"),
    # tatweel, joiners, direction marks
    ("زربـــية", "زربيه"), ("صـوف", "صوف"), ("زر\u200cبية", "زربيه"), ("\u200fصوف\u200e", "صوف"), ("so\u00adie", "soie"),
    # hamza and alef
    ("أركان", "اركان"), ("إبريق", "ابريق"), ("آلات", "الات"), ("ٱلصوف", "الصوف"), ("أصيل", "اصيل"), ("إدوكان", "ادوكان"),
    ("كؤوس", "كووس"), ("بئر", "بير"), ("شاطئ", "شاطي"), ("لؤلؤ", "لولو"), ("رأس", "راس"), ("أ", "ا"), ("ا\u0654", "ا"),
    # alef maqsura, ta marbuta, Persian and Urdu forms
    ("مصطفى", "مصطفي"), ("حلى", "حلي"), ("فضة", "فضه"), ("فضه", "فضه"), ("کلیم", "كليم"), ("ہ", "ه"), ("ھ", "ه"),
    # Moroccan and Amazigh letters
    ("أرگان", "اركان"), ("ڭندورة", "كندوره"), ("ݣناوة", "كناوه"), ("ڤاس", "فاس"), ("أݣادير", "اكادير"), ("پيجامة", "بيجامه"),
    # presentation forms
    ("ﺯﺭﺑﻴﺔ", "زربيه"), ("ﻻ", "لا"), ("ﷲ", "الله"),
    # digits
    ("١٢٣", "123"), ("۴۵۶", "456"), ("०१२", "012"), ("１２", "12"), ("٧٠سم", "70سم"), ("²", "2"),
    # Latin
    ("Été", "ete"), ("brodée", "brodee"), ("Œuvre", "oeuvre"), ("cœur", "coeur"), ("façon", "facon"), ("naïf", "naif"),
    ("Meknès", "meknes"), ("KELÂAT", "kelaat"), ("Straße", "strasse"), ("e\u0301", "e"), ("ﬁl", "fil"), ("İzmir", "izmir"),
    ("Ærø", "aero"), ("ẞ", "ss"), ("TAPIS", "tapis"), ("ǅ", "dz"), ("Ⅳ", "iv"),
    # nothing to fold
    ("", ""), ("tapis", "tapis"), ("صوف", "صوف"), ("a b", "a b"), ("-", "-"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "folded"), FOLDED)
def test_folds(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.broad
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


WORDS = [
    ("l’huile d’argan", ["huile", "argan"]), ("l'huile d'argan", ["huile", "argan"]), ("L’Oriental", ["oriental"]),
    ("qu'elle", ["elle"]), ("jusqu’à", ["a"]), ("aujourd’hui", ["aujourdhui"]), ("za’atar", ["zaatar"]),
    ("Kelâat M’Gouna", ["kelaat", "mgouna"]), ("artisan's", ["artisans"]), ("m‘damma", ["mdamma"]),
    ("prêt-à-porter", ["pret", "a", "porter"]), ("a_b", ["a", "b"]), ("bleu/blanc", ["bleu", "blanc"]),
    ("٧٠×١٢٠ سم", ["70", "120", "سم"]), ("زربية، صوف؛ حنبل؟", ["زربيه", "صوف", "حنبل"]), ("مُـطَـرَّزة", ["مطرزه"]),
    ("9eftan 70cm", ["9eftan", "70cm"]), ("  ", []), ("'", []), ("ـــ", []), ("l’", ["l"]), ("d’", ["d"]), ("«soie»", ["soie"]),
    ("😀 tapis", ["tapis"]), ("\u200fزربية\u200e", ["زربيه"]), ("l’été d’Ém", ["ete", "em"]), ("الوَردُ، ", ["الورد"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text())
def test_words_are_folded_and_never_empty(text: str) -> None:
    for token in tokens(text):
        assert token
        assert fold(token) == token


@given(st.text(), st.sampled_from(["ar", "fr", "en", "", "zgh"]))
def test_any_text_has_as_many_stems_as_words(text: str, language: str) -> None:
    assert len(stems(text, language)) == len(tokens(text))
