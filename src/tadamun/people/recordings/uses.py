"""Which rows need a voice: every room that keeps a recording's code says where, when it is ready.

What no row needs is erased after a week by ``jobs``; a row whose place was never told here would lose its voice.
"""

from collections.abc import Sequence

from django.db.models import Model

_PLACES: list[tuple[type[Model], str]] = []


def voices_lie_in(model: type[Model], *paths: str) -> None:
    """``paths``: lookups from a row to the code of a recording, also through a foreign key or into JSON."""
    _PLACES.extend((model, path) for path in paths if (model, path) not in _PLACES)


def places() -> list[tuple[type[Model], str]]:
    return list(_PLACES)


def needed(codes: Sequence[str]) -> set[str]:
    """Those that some row needs, in whatever market or shop. One query a place."""
    found: set[str] = set()
    for model, path in _PLACES:
        rows = model._base_manager.filter(**{f"{path}__in": list(codes)})
        found.update(str(code) for code in rows.values_list(path, flat=True))
    return found
