"""The file as a file: encodings, separators, quotation marks, limits."""

import codecs
from io import BytesIO

import pytest

from tadamun.goods.imports.problems import UnreadableFile
from tadamun.goods.imports.reading import Limits, Table
from tests.goods.imports.reading import only_problem, outcomes

HEADER = "handle,title_fr,price\n"
PLAIN = HEADER + 'tapis,"Tapis, grand",1450\n'


def rows(content: bytes | str, limits: Limits | None = None) -> list[tuple[int, list[str]]]:
    table = Table(BytesIO(content.encode() if isinstance(content, str) else content), limits)
    index = {name: at for at, name in enumerate(table.header)}
    return [(row.number, list(row.cells)) for row in table.rows(index)]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        b'handle;title_fr;price\ntapis;"Tapis, grand";1450\n',
        b"handle\ttitle_fr\tprice\ntapis\tTapis, grand\t1450\n",
        b'sep=;\r\nhandle;title_fr;price\r\ntapis;"Tapis, grand";1450\r\n',
        PLAIN.rstrip("\n").encode(),
        b'\n\nhandle,title_fr,price\n\ntapis,"Tapis, grand",1450\n,,\n',
    ],
)
def test_one_catalogue_in_many_clothes(content: bytes) -> None:
    assert [cells for _, cells in rows(content)] == [["tapis", "Tapis, grand", "1450"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    text = HEADER + 'a,"two\r\nlines\n""quoted""",1\n\nb,B,2\n'
    assert rows(text) == [(2, ["a", 'two\r\nlines\n"quoted"', "1"]), (4, ["b", "B", "2"])]


def test_short_rows_are_filled_and_long_ones_named() -> None:
    products, problems = outcomes(HEADER + "a,A,5\nb,B,6,,\nc,C,7,8\n")
    assert [product.handle for product in products] == ["a", "b"]
    assert [(p.row, p.code, p.value, dict(p.params)) for p in problems] == [
        (4, "too_many_cells", "8", {"count": 4, "expected": 3})
    ]


@pytest.mark.parametrize(
    ("content", "row", "code"),
    [
        (b"", 0, "file_empty"),
        (codecs.BOM_UTF8 + b"\r\n  \r\n", 0, "file_empty"),
        (b"PK\x03\x04workbook", 0, "file_not_text"),
        (b"%PDF-1.7", 0, "file_not_text"),
        (PLAIN.encode("utf-16"), 0, "encoding_wrong"),
        (PLAIN.encode("utf-16-le"), 0, "encoding_wrong"),
        (b"handle,title_fr,price\na,A\0,5\n", 2, "null_character"),
        (HEADER.encode() + b'a,A,5\nb,"never closed,6\nc,C,7\n', 3, "quote_unclosed"),
        (HEADER.encode() + b'a,A,5\nb,"B"x,6\n', 3, "quote_misplaced"),
        (HEADER.encode() + b"a," + b"x" * 140_000 + b",5\n", 2, "cell_too_long"),
        (HEADER.encode(), 1, "no_products"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, row: int, code: str) -> None:
    _, problems = outcomes(content)
    assert (problems[-1].row, problems[-1].code) == (row, code)


@pytest.mark.parametrize(
    ("encoding", "text", "found"),
    [("cp1252", "Théière émaillée à fleurs", "Windows-1252"), ("cp1256", "زربية من أزيلال", "Windows-1256")],
)
def test_other_encodings_are_named_with_row_and_column(encoding: str, text: str, found: str) -> None:
    problem = only_problem((HEADER + f'a,"ok\nok",5\nb,{text},6\n').encode(encoding))
    assert (problem.row, problem.column, problem.code) == (3, "title_fr", "encoding_wrong")
    assert problem.params["found"] == found


def test_a_wrong_byte_in_the_last_row_refuses_the_file_before_its_first() -> None:
    products, problems = outcomes(PLAIN.encode() * 1 + b"z,\xff,5\n")
    assert products == []
    assert (problems[0].row, problems[0].code) == (3, "encoding_wrong")


def test_limits() -> None:
    with pytest.raises(UnreadableFile) as refused:
        rows(HEADER + "a,A,5\n" * 10, Limits(rows=5))
    assert (refused.value.problem.row, refused.value.problem.code) == (6, "too_many_rows")
    with pytest.raises(UnreadableFile) as refused:
        rows(PLAIN, Limits(megabytes=0))
    assert refused.value.problem.code == "file_too_large"
    with pytest.raises(UnreadableFile) as refused:
        rows(PLAIN, Limits(columns=2))
    assert refused.value.problem.code == "too_many_columns"


def test_the_file_stays_open_and_can_be_read_again() -> None:
    file = BytesIO(PLAIN.encode())
    table = Table(file)
    assert len(list(table.rows({}))) == len(list(table.rows({}))) == 1
    assert not file.closed
