"""Which page of a list was asked for."""

from django.http import HttpRequest

from tadamun.kernel.formats import latin_digits


def pages_of(count: int, size: int) -> int:
    """How many pages so many rows fill; one at least."""
    return max(1, -(-count // size))


def page_asked(request: HttpRequest, last: int) -> int:
    """Between 1 and ``last``, whatever the address says."""
    said = latin_digits(request.GET.get("page", ""))
    return min(max(int(said), 1), last) if said.isascii() and said.isdigit() and len(said) <= 6 else 1
