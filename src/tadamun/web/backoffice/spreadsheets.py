"""Lists as CSV files that a spreadsheet opens without running anything in them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

from tadamun.goods.imports.cells import guarded


def csv_file(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """``name`` without its ending, in ASCII. UTF-8 with a byte order mark: else Excel takes Arabic for Latin."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([guarded(str(cell)) for cell in head])
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
