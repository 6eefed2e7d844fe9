"""Small pictures of what was ordered."""

from collections.abc import Collection

from tadamun.goods.catalogue.models import Picture, ProductPicture
from tadamun.showcase.window.pictures import shown_picture
from tadamun.trade.orders.models import Line
from tadamun.ui.cards import Picture as ShownPicture

WIDTHS = (240,)


def thumbnails(lines: Collection[Line]) -> dict[int, ShownPicture]:
    """Line → the picture it kept, in one query of the organisation's own; a second asks for the first picture of what was
    ordered before it had any. They stand beside their title, so they say nothing. The lines know their variant.
    """
    kept = {line.picture for line in lines if line.picture}
    bare = {line.variant.product_id for line in lines if not line.picture}
    by_key = {row.key: row for row in Picture.objects.filter(key__in=kept)} if kept else {}
    used = (
        ProductPicture.objects.filter(product__in=bare).select_related("picture").order_by("-position", "-pk")
    )
    by_product = {row.product_id: row.picture for row in used} if bare else {}
    found = ((line, by_key.get(line.picture) or by_product.get(line.variant.product_id)) for line in lines)
    return {line.pk: shown_picture(picture, "", WIDTHS) for line, picture in found if picture}


def thumbnail(key: str) -> ShownPicture | None:
    """A stored picture of the organisation by its key, in one query."""
    picture = Picture.objects.filter(key=key).first() if key else None
    return shown_picture(picture, "", WIDTHS) if picture else None
