"""Arabic written in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.showcase.search.analyser import fold
from tadamun.showcase.search.arabizi import looks_like_arabizi, skeletons

SAME = [
    ("زربية", "zarbia zerbia zerbiya zarbiya zarbiyya zarbiyah zrbia zrabi"),
    ("الزربية", "zarbia"), ("زرابي", "zarbia zrabi zraby"),
    ("قفطان", "9eftan kaftan caftan qaftan gaftan 9aftan quftan"), ("قفاطين", "kaftan 9fatin"),
    ("عباية", "3abaya abaya 3abaia"), ("محجوبة", "ma7jouba mahjouba ma7juba mahjoba"),
    ("جلابة", "djellaba jellaba jelaba jellabah djellabah"), ("غاسول", "ghassoul ghasoul rhassoul 8assoul ghassul"),
    ("خميسة", "khmissa khmisa 5misa khamissa"), ("محمصة", "m7amsa mhamsa"), ("تكشيطة", "takchita takshita tekchita"),
    ("بلغة", "belgha balgha bel8a"), ("شربيل", "cherbil sherbil charbil"), ("طاجين", "tajine tajin"),
    ("قندورة", "gandoura kandoura 9andora"), ("كندورة", "gandora"), ("سلهام", "selham"), ("هنديرة", "hendira handira"),
    ("تادلاكت", "tadelakt tadlakt"), ("زعفران", "za3faran zaafaran zafran"), ("ورزازات", "ouarzazate warzazat"),
    ("بوشرويط", "boucherouite bucherwit"), ("شكارة", "choukara chkara shkara"), ("تيزنيت", "tiznit"),
    ("كمبري", "guembri gembri"), ("مضمة", "mdamma mdama"), ("زواقة", "zouaka zwa9a"), ("خنجر", "khanjar 5enjar"),
    ("أملو", "amlou amlu"), ("أركان", "argan arkan"), ("سفيفة", "sfifa"), ("برنوس", "bernous barnous"), ("زليج", "zellij zelij"),
    ("صابون", "saboun sabon"), ("حنبل", "7anbal hanbel"), ("دربوكة", "derbouka darbouka"), ("مزهرية", "mazhariya"),
]  # fmt: skip
PAIRS = [(arabic, latin) for arabic, many in SAME for latin in many.split()]


@pytest.mark.parametrize(("arabic", "latin"), PAIRS)
def test_sounds_the_same(arabic: str, latin: str) -> None:
    assert set(skeletons(fold(arabic))) & set(skeletons(latin))


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("زربية", "zarda"),
        ("قفطان", "koftan7"),
        ("جلابة", "jnaba"),
        ("خميسة", "hamsa"),
        ("بلغة", "balka"),
        ("صابون", "zaboun"),
    ],
)
def test_sounds_different(arabic: str, latin: str) -> None:
    assert not set(skeletons(fold(arabic))) & set(skeletons(latin))


@pytest.mark.parametrize("word", ["rug", "or", "خل", "wa", "70cm", "2024", "oud", "thé", "tapis2024"])
def test_too_little_to_go_by(word: str) -> None:
    assert skeletons(fold(word)) == ()


@pytest.mark.parametrize("word", ["9eftan", "3abaya", "ma7jouba", "5misa", "bel8a", "m7amsa", "za3faran"])
def test_digits_among_letters_are_letters(word: str) -> None:
    assert looks_like_arabizi(word)


@pytest.mark.parametrize("word", ["70cm", "tapis", "2024", "A4", "زربية", "100", "mp3player4you5", "x1"])
def test_digits_of_numbers_are_not(word: str) -> None:
    assert not looks_like_arabizi(fold(word))


@pytest.mark.broad
@given(st.text())
def test_any_text_has_skeletons(text: str) -> None:
    for key in skeletons(fold(text)):
        assert len(key) >= 3
        assert " " not in key
