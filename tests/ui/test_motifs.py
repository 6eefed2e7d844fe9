"""Tiles: the same for ever, small, whole."""

import gzip
import hashlib
from http import HTTPStatus

import pytest
from django.http import Http404  # noqa: TID251 - the answer of the one view of the design
from django.urls import Resolver404, resolve
from lxml import etree

from tadamun.ui.motifs import FAMILIES, avatar_svg, band_svg, motif, motif_svg_document, motif_url
from tadamun.ui.themes import Theme
from tadamun.ui.views import motif_tile
from tests.ui.pages import request_for

SEEDS = [f"seed-{number}" for number in range(60)]
BYTES = {"zellige": 1024, "kilim": 620, "khaima": 670, "tatreez": 3200}
GZIPPED = {"zellige": 480, "kilim": 300, "khaima": 330, "tatreez": 680}


@pytest.mark.parametrize("family", FAMILIES)
def test_tiles_are_small(family: str) -> None:
    tiles = [motif(seed, family).encode() for seed in SEEDS]
    assert max(map(len, tiles)) <= BYTES[family]
    assert max(len(gzip.compress(tile, 9)) for tile in tiles) <= GZIPPED[family]


@pytest.mark.parametrize("family", FAMILIES)
def test_names_differ_and_so_do_their_tiles(family: str) -> None:
    assert len({motif(seed, family) for seed in SEEDS}) >= 15


def test_a_tile_never_changes() -> None:
    # Printed on paper and stitched on packaging: a change here is a change of everybody's emblem.
    drawn = {
        family: hashlib.sha256(motif("tadamun", family).encode()).hexdigest()[:12] for family in FAMILIES
    }
    assert drawn == {
        "zellige": "fa1286721c5b",
        "kilim": "bd0a21c8d094",
        "tatreez": "fe5794304790",
        "khaima": "12cd67a2fd00",
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_tiles_are_drawings(family: str) -> None:
    for seed in SEEDS[:10]:
        for text in (
            motif(seed, family),
            motif_svg_document(seed, family),
            band_svg(seed, family),
            avatar_svg(seed, family),
        ):
            root = etree.fromstring(text)
            assert root.tag.endswith("svg")
            assert root.xpath("//*[local-name()='path' and string-length(@d) > 20]")


def test_two_bands_on_a_page_do_not_share_a_pattern() -> None:
    assert band_svg("one", "kilim").split('id="')[1][:9] != band_svg("two", "kilim").split('id="')[1][:9]


def test_a_tile_is_served_to_be_kept() -> None:
    response = motif_tile(request_for(motif_url("kilim", "el-hajeb")), family="kilim", seed="el-hajeb")
    assert response.status_code == HTTPStatus.OK
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]


def test_a_tile_may_be_served_in_a_colour() -> None:
    address = Theme(accent="#9A3B1E", motif_family="kilim", motif_seed="x-1").icon_url
    match = resolve(address.removeprefix("/motif"), "tadamun.ui.urls")
    response = match.func(request_for(address), **match.kwargs)
    assert b"#9a3b1e" in response.content
    assert (
        resolve(motif_url("kilim", "x-1").removeprefix("/motif"), "tadamun.ui.urls").kwargs["seed"] == "x-1"
    )


@pytest.mark.parametrize("address", ["/kilim/x/red.svg", "/kilim/x/12345.svg", "/kilim/x%22.svg"])
def test_no_other_colour_is_served(address: str) -> None:
    with pytest.raises(Resolver404):
        resolve(address, "tadamun.ui.urls")


@pytest.mark.parametrize(("family", "seed"), [("paisley", "x"), ("kilim", "x" * 65)])
def test_no_other_tile_is_served(family: str, seed: str) -> None:
    with pytest.raises(Http404):
        motif_tile(request_for(), family=family, seed=seed)


def test_an_unknown_family_is_an_error() -> None:
    with pytest.raises(KeyError):
        motif("x", "paisley")
