"""Lists as CSV files that a spreadsheet opens without running anything in them."""

from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

from tadamun.goods.imports.cells import CellWriter


def csv_file(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """``name`` without its ending, in ASCII. UTF-8 with a byte order mark: else Excel takes Arabic for Latin."""
    text = StringIO()
    writer = CellWriter(text)
    for row in (head, *rows):
        writer.write([str(cell) for cell in row])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
