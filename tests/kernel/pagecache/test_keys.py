"""Nobody can fill the cache by inventing addresses, and no address stands for two pages."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.kernel.pagecache.keys import Key, canonical_query, key_of

ALLOWED = frozenset({"page", "craft", "region"})
names = st.sampled_from(["page", "craft", "region", "utm_source", "fbclid", "x", ""])
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
fields = st.lists(st.tuples(names, values), max_size=12)


@pytest.mark.broad
@given(fields, st.randoms())
def test_order_does_not_matter(pairs: list[tuple[str, str]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert canonical_query(urlencode(pairs), ALLOWED) == canonical_query(urlencode(shuffled), ALLOWED)


@pytest.mark.broad
@given(fields)
def test_unknown_and_empty_parameters_are_dropped_and_the_others_survive(
    pairs: list[tuple[str, str]],
) -> None:
    canonical = canonical_query(urlencode(pairs), ALLOWED)
    assert canonical is not None
    wanted = sorted({(name, value) for name, value in pairs if name in ALLOWED and value})
    assert parse_qsl(canonical) == wanted


@pytest.mark.broad
@given(fields)
def test_canonical_is_canonical(pairs: list[tuple[str, str]]) -> None:
    once = canonical_query(urlencode(pairs), ALLOWED)
    assert once is not None
    assert canonical_query(once, ALLOWED) == once


@given(st.binary(max_size=60))
def test_any_bytes_give_a_plain_query_or_none(query: bytes) -> None:
    canonical = canonical_query(query.decode("latin-1"), ALLOWED)
    assert canonical is None or canonical.isascii()


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("page=2&craft=zellige", "craft=zellige&page=2"),
        ("craft=zellige&page=2&utm_source=x", "craft=zellige&page=2"),
        ("craft=wool&craft=clay&craft=wool&region=", "craft=clay&craft=wool"),
        ("fbclid=1", ""),
        ("craft=%D8%B2%D8%B1%D8%A8%D9%8A%D8%A9", "craft=%D8%B2%D8%B1%D8%A8%D9%8A%D8%A9"),
        ("craft=زربية".encode().decode("latin-1"), "craft=%D8%B2%D8%B1%D8%A8%D9%8A%D8%A9"),
        ("page=" + "1" * 2_000, None),
        ("&".join(f"page={number}" for number in range(60)), None),
    ],
)
def test_examples(asked: str, canonical: str | None) -> None:
    assert canonical_query(asked, ALLOWED) == canonical


def test_the_host_header_is_no_part_of_the_key() -> None:
    def ask(host: str) -> Key | None:
        environ = {"PATH_INFO": "/", "QUERY_STRING": "", "HTTP_HOST": host}
        return key_of(environ, allowed=ALLOWED, parts=("dlala",))

    assert ask("dlala.example") == ask("evil.example")


@given(st.tuples(st.text(max_size=4), st.text(max_size=4), st.text(max_size=4)), st.text(max_size=4))
def test_no_two_keys_share_a_name(texts: tuple[str, str, str], part: str) -> None:
    """A path that contains the sign between the fields of a key does not pass for another page."""
    path, query, other = texts
    assert Key(path + "\0" + query, other, (part,)).digest("") != Key(
        path, query + "\0" + other, (part,)
    ).digest("")
    assert Key(path, query, (part,)).digest("1") != Key(path, query, (part,)).digest("2")


def test_a_very_long_path_has_no_key() -> None:
    assert key_of({"PATH_INFO": "/" + "a" * 2_000}, allowed=ALLOWED, parts=()) is None
