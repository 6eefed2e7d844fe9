"""Links that keep the question and change a part of it: pages, filters, orders."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict


def changed_query(present: QueryDict, changes: Mapping[str, object]) -> str:
    """`?…` of the present query with changes: None or empty removes a parameter, a list repeats it."""
    params = dict(present.lists())
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None and value != "":
            params[name] = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    return "?" + urlencode(params, doseq=True)


def pages_around(number: int, last: int) -> list[int]:
    """First, last, the present page and its neighbours, in order; 0 stands for a gap of two or more."""
    wanted = sorted({1, last, *range(max(1, number - 1), min(last, number + 1) + 1)})
    shown: list[int] = []
    for page in wanted:
        missing = page - shown[-1] - 1 if shown else 0
        if missing == 1:
            shown.append(page - 1)
        elif missing > 1:
            shown.append(0)
        shown.append(page)
    return shown
