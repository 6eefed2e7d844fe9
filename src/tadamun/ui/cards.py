"""Product cards and pictures, written as strings: a listing of 24 is a join, not 24 templates.

A card is rendered once per product version, market and language and kept in the read model.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from tadamun.ui.icons import icon_svg

CARD_SIZES = "(min-width:48rem) 17rem, 46vw"
"""Width of a card's photo: four columns of a 72 rem page, two on a phone."""

LAZY = ' loading="lazy" decoding="async"'
EAGER = ' fetchpriority="high"'

_TAG_ICONS = {"label": icon_svg("seal"), "made": icon_svg("clock"), "one": icon_svg("hand")}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a picture: its address, its width in pixels, its media type (`image/avif`)."""

    url: str
    width: int
    mime: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph in several files. `width` and `height` are the whole picture's, to keep its space."""

    alt: str
    width: int
    height: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on a card. Kinds: `label`, `one` (one piece), `made` (to order), `out` (sold out), or empty."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. Texts are plain; `price` is already formatted for the page's locale."""

    url: str
    title: str
    maker: str
    place: str
    price: str
    photo: Picture | None
    tags: Sequence[Tag] = ()
    title_lang: str = ""
    """Language of the title where it differs from the page's."""
    placeholder: str = ""
    """Address of the tile shown where there is no photo, from `motifs.motif_url`."""


def _srcset(sources: Iterable[Source]) -> str:
    return ", ".join(f"{escape(source.url)} {source.width}w" for source in sources)


def picture_html(picture: Picture, sizes: str, *, eager: bool = False) -> SafeString:
    """A `<picture>` offering each media type, best first as given, the last one for everybody.

    Not eager: loaded when it comes near the screen. Raises ValueError for a picture without files.
    """
    types: dict[str, list[Source]] = {}
    for source in picture.sources:
        types.setdefault(source.mime, []).append(source)
    if not types:
        raise ValueError("a picture needs at least one file")
    *better, (_, plain) = types.items()
    offers = "".join(
        f'<source type="{escape(mime)}" srcset="{_srcset(files)}" sizes="{escape(sizes)}">'
        for mime, files in better
    )
    srcset = f' srcset="{_srcset(plain)}" sizes="{escape(sizes)}"' if len(plain) > 1 else ""
    return mark_safe(
        f'<picture>{offers}<img src="{escape(plain[-1].url)}"{srcset} alt="{escape(picture.alt)}" '
        f'width="{picture.width}" height="{picture.height}"{EAGER if eager else LAZY}></picture>'
    )


def make_eager(html: str) -> str:
    """The same card with its photo loaded at once, for the first ones of a page."""
    return html.replace(LAZY, EAGER, 1)


def card_list(cards: Iterable[str], eager: int = 4) -> SafeString:
    """Cards joined for `<ul class="grid">`; the first `eager` of them are above the fold."""
    return mark_safe("".join(make_eager(card) if place < eager else card for place, card in enumerate(cards)))


def _photo(card: Card) -> str:
    if card.photo is not None:
        return picture_html(card.photo, CARD_SIZES)
    if card.placeholder:
        return (
            f'<img class="tile-photo" src="{escape(card.placeholder)}" alt="" width="48" height="48"{LAZY}>'
        )
    return ""


def _tag(tag: Tag) -> str:
    return f'<li class="tag {escape(tag.kind)}">{_TAG_ICONS.get(tag.kind, "")}{escape(tag.text)}</li>'


def render_card(card: Card) -> SafeString:
    """One list item holding one link. Everything given is escaped."""
    lang = f' lang="{escape(card.title_lang)}"' if card.title_lang else ""
    place = f" · <bdi>{escape(card.place)}</bdi>" if card.place else ""
    tags = f'<ul class="tags">{"".join(map(_tag, card.tags))}</ul>' if card.tags else ""
    return mark_safe(
        f'<li class="card"><div class="card-photo">{_photo(card)}</div>'
        f'<a href="{escape(card.url)}"{lang}><bdi>{escape(card.title)}</bdi></a>'
        f'<p class="muted"><bdi>{escape(card.maker)}</bdi>{place}</p>'
        f'<p class="price"><bdi>{escape(card.price)}</bdi></p>{tags}</li>'
    )
