"""One stem for the forms of a word, and different stems for different words."""

import pytest

from tadamun.showcase.search.analyser import Word, fold, forms, stems
from tadamun.showcase.search.arabic import readings

ARABIC = [
    # articles, alone and with what is written onto them
    ("زربية", "زرب"), ("الزربية", "زرب"), ("والزربية", "زرب"), ("بالزربية", "زرب"), ("للزربية", "زرب"), ("كالزربية", "زرب"),
    ("فالزربية", "زرب"), ("وبالزربية", "زرب"), ("الزرابي", "زراب"), ("زرابي", "زراب"), ("للزرابي", "زراب"),
    ("الصوف", "صوف"), ("صوف", "صوف"), ("بالصوف", "صوف"), ("الخل", "خل"), ("خل", "خل"), ("الجلد", "جلد"),
    # plurals and duals with endings
    ("زربيات", "زرب"), ("الزربيات", "زرب"), ("زربيتين", "زرب"), ("زربيتان", "زرب"), ("مطرزات", "مطرز"), ("مطرزة", "مطرز"),
    ("المطرزة", "مطرز"), ("حرفيون", "حرف"), ("الحرفيين", "حرف"), ("حرفية", "حرف"), ("الحرفيات", "حرف"), ("تعاونيات", "تعاون"),
    ("التعاونية", "تعاون"), ("تعاوني", "تعاون"), ("منتوجات", "منتوج"), ("المنتوج", "منتوج"), ("منتجات", "منتج"),
    # adjectives
    ("جلدي", "جلد"), ("جلدية", "جلد"), ("الجلدية", "جلد"), ("خشبية", "خشب"), ("خشبي", "خشب"), ("خشب", "خشب"),
    ("صوفية", "صوف"), ("تقليدية", "تقليد"), ("التقليدي", "تقليد"), ("فلسطيني", "فلسطين"), ("الفلسطينية", "فلسطين"),
    ("فلسطين", "فلسطين"), ("صحراوي", "صحر"), ("الصحراوية", "صحر"), ("الصحراء", "صحر"), ("يدوية", "يدو"), ("يدوي", "يدو"),
    ("مغربية", "مغرب"), ("المغربي", "مغرب"), ("المغرب", "مغرب"), ("أمازيغية", "امازيغ"), ("الأمازيغي", "امازيغ"),
    # pronouns
    ("لونها", "لون"), ("ألوانها", "الوان"), ("زربيتها", "زرب"), ("صناعتهم", "صناعت"),
    # last letters that are the word's own
    ("زيتون", "زيتون"), ("الزيتون", "زيتون"), ("زيت", "زيت"), ("صابون", "صابون"), ("الصابون", "صابون"), ("قفطان", "قفطان"),
    ("القفطان", "قفطان"), ("طاجين", "طاجين"), ("زعفران", "زعفران"), ("فستان", "فستان"), ("أركان", "اركان"),
    # first letters that are the word's own
    ("وردة", "ورد"), ("الوردة", "ورد"), ("وسادة", "وساد"), ("الوسادة", "وساد"), ("بلغة", "بلغ"), ("البلغة", "بلغ"),
    ("كليم", "كليم"), ("الكليم", "كليم"), ("لبد", "لبد"), ("فخار", "فخار"), ("الفخار", "فخار"), ("بساط", "بساط"),
    ("آلات", "الات"), ("الآلات", "الات"), ("ألوان", "الوان"), ("الألوان", "الوان"),
    # too short to cut
    ("فضة", "فضه"), ("سلة", "سله"), ("سلو", "سلو"), ("لوز", "لوز"), ("عقد", "عقد"), ("قش", "قش"),
    ("حناء", "حنا"), ("الحناء", "حنا"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "stem"), ARABIC)
def test_arabic_stem(word: str, stem: str) -> None:
    assert stems(word, "ar") == [stem]


WITH_ARTICLE = ("ال", "وال", "بال", "لل", "كال", "فال", "وبال")


@pytest.mark.parametrize("word", [word for word, _ in ARABIC if not fold(word).startswith(WITH_ARTICLE)])
def test_the_article_changes_no_stem(word: str) -> None:
    assert stems(f"ال{word}", "ar") == stems(word, "ar")


@pytest.mark.parametrize(
    ("word", "without"),
    [
        ("وزربية", "زرب"),
        ("بصوف", "صوف"),
        ("لزربية", "زرب"),
        ("وصابون", "صابون"),
        ("كزربية", "زرب"),
        ("فزيتون", "زيتون"),
    ],
)
def test_a_particle_may_be_written_onto_the_word(word: str, without: str) -> None:
    assert without in readings(fold(word))


def test_a_particle_is_not_looked_for_behind_an_article() -> None:
    assert readings(fold("الوردة")) == ("ورد",)


LATIN = [
    ("tapis", "fr", "tapis", "fr"), ("poteries", "fr", "poterie", "fr"), ("brodées", "fr", "brodée", "fr"),
    ("brodée", "fr", "brodé", "fr"), ("babouches", "fr", "babouche", "fr"), ("laines", "fr", "laine", "fr"),
    ("bijoux", "fr", "bijou", "fr"), ("rugs", "en", "rug", "en"), ("carpets", "en", "carpet", "en"),
    ("baskets", "en", "basket", "en"), ("weaving", "en", "weave", "en"), ("potteries", "en", "pottery", "en"),
    # typed without accents, and without saying in which language
    ("brodee", "", "brodée", "fr"), ("brodées", "", "brodé", "fr"), ("ceramique", "", "céramiques", "fr"),
    ("carpets", "", "carpet", "en"), ("tapis", "", "tapis", "fr"), ("épices", "", "epice", "fr"), ("rug", "", "rugs", "en"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "language", "other", "other_language"), LATIN)
def test_forms_meet(one: str, language: str, other: str, other_language: str) -> None:
    first = set(forms(Word(one, fold(one)), language))
    second = {*forms(Word(other, fold(other)), other_language), fold(other)}
    assert first & second


DIFFERENT = [
    ("زيتون", "زيت", "ar"), ("سلة", "سلو", "ar"), ("فخار", "فخر", "ar"), ("خل", "خلخال", "ar"), ("صابون", "صاب", "ar"),
    ("tapis", "tapisserie", "fr"), ("bois", "boire", "fr"), ("cuir", "cuivre", "fr"), ("rug", "rugby", "en"),
    ("glass", "glove", "en"), ("wood", "wool", "en"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "language"), DIFFERENT)
def test_different_words_keep_different_stems(one: str, other: str, language: str) -> None:
    assert stems(one, language) != stems(other, language)
