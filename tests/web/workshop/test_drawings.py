"""Crafts and materials by picture: what stands side by side on a screen differs, and what is drawn exists."""

from tadamun.goods.catalogue.crafts import children, crafts, materials, trees
from tadamun.web.shared.joining_words import KINDS
from tadamun.web.workshop.listing.drawings import FAMILIES, craft_drawing, drawings, material_drawing
from tadamun.web.workshop.listing.families import families, materials_of, types

MOST_BYTES = 400


def test_what_stands_side_by_side_differs() -> None:
    screens = [[craft_drawing(each.slug) for each in families((), "ar")]]
    screens += [
        [craft_drawing(each.slug) for each in types(slug, "ar")] for slug in crafts() if children(slug)
    ]
    screens += [[material_drawing(each.slug) for each in materials_of(slug, "ar")] for slug in crafts()]
    screens.append([icon for _word, icon in KINDS.values()])
    assert [screen for screen in screens if len(set(screen)) < len(screen)] == []


def test_each_is_drawn_small_and_stands_for_something() -> None:
    drawn = {name.removeprefix(":") for name in drawings()}
    assert drawn <= {*crafts(), *materials()} and set(FAMILIES) == {tree.slug for tree in trees()}
    assert max(len(path.encode()) for path in drawings().values()) <= MOST_BYTES
    assert {name for name in materials() if f":{name}" not in drawings()} == set()
    assert set("".join(drawings().values())) <= set("MmZzHhVvLlCcAaSsQqTt0123456789-. ")
