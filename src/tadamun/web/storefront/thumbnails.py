"""Small pictures of what lies in a basket or was ordered, by the keys that lines keep."""

from collections.abc import Iterable

from tadamun.goods.catalogue.models import Picture
from tadamun.kernel.scopes import everything
from tadamun.showcase.window.pictures import shown_picture
from tadamun.ui.cards import Picture as ShownPicture

WIDTHS = (240,)


def thumbnails(keys: Iterable[str]) -> dict[str, ShownPicture]:
    """Key → picture, in one query. They stand beside their title, so they say nothing themselves."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    with everything("pictures of several sellers by their keys"):
        return {row.key: shown_picture(row, "", WIDTHS) for row in Picture.objects.filter(key__in=wanted)}
