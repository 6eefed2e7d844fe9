"""Picture work by the clock."""

from tadamun.goods.catalogue.models import Picture
from tadamun.goods.catalogue.operations.pictures import add_avif
from tadamun.goods.catalogue.operations.portraits import forget_portraits
from tadamun.kernel.jobs import daily, every
from tadamun.kernel.scopes import everything


@every(seconds=20)
def encode_pictures() -> None:
    """A few pictures a round, so that other jobs are not kept waiting."""
    with everything("pictures of all organisations wait for AVIF"):
        waiting = [row for row in Picture.objects.order_by("-pk")[:200] if "avif" not in row.formats][:4]
        for picture in waiting:
            add_avif(picture)


@daily(hour=4)
def forget_unused_portraits() -> int:
    """What a maker replaced or put away, once she can no longer take that back."""
    return forget_portraits()
