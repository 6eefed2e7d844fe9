"""Small pictures by the keys that order lines keep."""

from collections.abc import Iterable

from tadamun.goods.catalogue.models import Picture
from tadamun.showcase.window.pictures import shown_picture
from tadamun.ui.cards import Picture as ShownPicture

WIDTHS = (240,)


def thumbnails(keys: Iterable[str]) -> dict[str, ShownPicture]:
    """Key → picture, in one query of the organisation's own. They stand beside their title, so they say nothing."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return {row.key: shown_picture(row, "", WIDTHS) for row in Picture.objects.filter(key__in=wanted)}
