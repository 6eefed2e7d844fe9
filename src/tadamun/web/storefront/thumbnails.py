"""Small pictures of what lies in a basket or was ordered, by the keys that lines keep."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from tadamun.goods.catalogue.models import Picture
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import everything
from tadamun.showcase.window.pictures import shown_picture
from tadamun.ui.cards import Picture as ShownPicture

WIDTHS = (240,)


def thumbnails(keys: Iterable[str]) -> dict[str, ShownPicture]:
    """Key → picture, in one query. They stand beside their title, so they say nothing themselves."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    rows = [made(Picture, values) for values in _PICTURES(tuple(wanted))]
    return {row.key: shown_picture(row, "", WIDTHS) for row in rows}


def _pictures_query(keys: Sequence[str]) -> QuerySet[Any, Any]:
    with everything("pictures of several sellers by their keys"):
        return Picture.objects.filter(key__in=keys).values_list(*columns(Picture))


_PICTURES = Prepared(_pictures_query)
