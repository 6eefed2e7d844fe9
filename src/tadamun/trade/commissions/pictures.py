"""A photograph somebody sends: judged and encoded as those of products are, kept under an address nobody guesses."""

from typing import Any

from tadamun.goods.catalogue.operations.pictures import decode, write_files
from tadamun.kernel.codes import new_code


def keep_picture(data: bytes) -> dict[str, Any]:
    """What a row keeps of it. Encoding happens outside any transaction. Raises ``goods.catalogue.BadPicture``."""
    image = decode(data)
    key = new_code(20).lower()
    widths = write_files(image, key, ("webp", "jpeg"))
    return {"key": key, "width": image.width, "height": image.height, "widths": widths}
