"""Crafts as pictures, one level a screen; first those of her own organisation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from tadamun.goods.catalogue.crafts import Craft, children, craft_path, crafts, materials, term, trees
from tadamun.goods.stock.sending import crafts_of
from tadamun.ui.icons import drawing_svg
from tadamun.web.workshop.listing.drawings import FAMILIES, UNKNOWN, craft_drawing, material_drawing


@dataclass(frozen=True, slots=True)
class Choice:
    """A tile: ``own`` when it lies in a family her organisation works in."""

    slug: str
    word: str
    icon: str
    own: bool = False
    kind: str = "craft"

    @property
    def key(self) -> str:
        """Of the prompt that speaks it."""
        return f"{self.kind}.{self.slug.replace('-', '_')}"

    @property
    def drawing(self) -> SafeString:
        """Its picture; those beside it have others."""
        return drawing_svg(
            material_drawing(self.slug) if self.kind == "material" else craft_drawing(self.slug)
        )


def icon_of(slug: str) -> str:
    """Of the family it belongs to."""
    path = craft_path(slug)
    return FAMILIES.get(path[-1], UNKNOWN) if path else UNKNOWN


def families(own_crafts: Sequence[str], language: str) -> list[Choice]:
    """Hers first, then the others in their order."""
    own = crafts_of(list(own_crafts))
    ranked = sorted(trees(), key=lambda craft: craft.slug not in own)
    return [_choice(craft, language, own=craft.slug in own) for craft in ranked]


def types(slug: str, language: str) -> list[Choice]:
    """What lies below, the word itself last for whoever finds nothing nearer; empty at a leaf."""
    below = children(slug) if slug in crafts() else ()
    return (
        [*(_choice(craft, language) for craft in below), _choice(crafts()[slug], language)] if below else []
    )


def materials_of(slug: str, language: str) -> list[Choice]:
    """That a piece of this craft is made of, by the nearest craft that names any."""
    named = next((crafts()[each].materials for each in craft_path(slug) if crafts()[each].materials), ())
    return [Choice(each, term(materials(), each, language), UNKNOWN, kind="material") for each in named]


def _choice(craft: Craft, language: str, *, own: bool = False) -> Choice:
    return Choice(craft.slug, craft.name(language), icon_of(craft.slug), own)


def whole(language: str, sound: Callable[[str], str]) -> dict[str, Any]:
    """All of it for a phone that will have no network; ``sound``: the address of a spoken prompt, or empty."""
    return {
        "crafts": {
            craft.slug: {
                "parent": craft.parent, "word": craft.name(language), "materials": list(craft.materials),
                "sound": sound(_choice(craft, language).key), **_drawn(craft),
            }
            for craft in crafts().values()
        },
        "materials": {
            slug: [term(materials(), slug, language), material_drawing(slug), sound(Choice(slug, "", "", kind="material").key)]
            for slug in materials()
        },
    }  # fmt: skip


def _drawn(craft: Craft) -> dict[str, str]:
    """Left out where it looks like the one above it."""
    own = craft_drawing(craft.slug)
    return {} if craft.parent and own == craft_drawing(craft.parent) else {"icon": own}
