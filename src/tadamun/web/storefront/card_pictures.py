"""The picture that messengers and networks show for a product: made once per version of its row, kept on disk."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic
import typst
from django.conf import settings
from PIL import Image

from tadamun.kernel.files import write_whole
from tadamun.showcase.window.models import CatalogueRow
from tadamun.ui.motifs import motif_svg_document
from tadamun.ui.themes import Theme
from tadamun.web.storefront.head import CARD_SIZE

MOST_BYTES = 300 * 1024
TEMPLATE = Path(__file__).parent / "data" / "card.typ"
_QUALITIES = (82, 70, 55, 40)


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the picture says, already in words. ``photo``: path below the media folder, or empty."""

    language: str
    market: str
    title: str
    by: str
    price: str
    photo: str
    theme: Theme
    seed: str


def version_of(row: CatalogueRow) -> str:
    """Changes whenever the row was written anew."""
    return f"{int(row.updated_at.timestamp()):x}"


def card_path(row: CatalogueRow, code: str) -> str:
    return f"/cards/{code.lower()}-{row.language}-{version_of(row)}.jpg"


def kept_file(market: str, name: str) -> Path:
    """Where a picture is kept; ``name`` must have been matched against the shape of ``card_path``."""
    return Path(settings.DATA) / "cards" / market / name


@cache
def _fonts() -> typst.Fonts:
    """Ours alone, so that a picture looks the same on every machine; read once."""
    folder = Path(fontpkg_ibm_plex_sans_arabic.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def draw_card(words: CardWords) -> bytes:
    """A JPEG of 1200 × 630 pixels, at most 300 KB. About a tenth of a second of one processor."""
    png: bytes = typst.compile(  # type: ignore[call-overload]  # its stub wants source and root of one type
        TEMPLATE.read_bytes(),
        root=str(settings.MEDIA_ROOT),
        format="png",
        ppi=72.0,
        font_paths=_fonts(),
        sys_inputs={
            "language": words.language, "market": words.market, "title": words.title, "by": words.by,
            "price": words.price, "photo": f"/{words.photo}" if words.photo else "", "accent": words.theme.accent,
            "tile": motif_svg_document(words.seed, words.theme.motif_family, words.theme.accent),
        },
    )  # fmt: skip
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.size == CARD_SIZE
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def keep(path: Path, data: bytes) -> None:
    """Written whole or not at all; older versions of the same picture go."""
    write_whole(path, data)
    for older in path.parent.glob(f"{path.name.rpartition('-')[0]}-*.jpg"):
        if older != path:
            older.unlink(missing_ok=True)
