"""Listings, filters, counts, orders and pages."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from tadamun.showcase.search.facets import FacetCount
from tadamun.showcase.search.questions import LAST_PAGE, MANY, Answer, Question, ask
from tests.showcase.search.conftest import Filling
from tests.showcase.search.pieces import CARPET, MARKET, PIECES, VASE, many


def asked(**parts: object) -> Answer:
    return ask(Question(market_id=MARKET, **parts))  # type: ignore[arg-type]


def counted(answer: Answer, facet: str) -> dict[str | int, int]:
    return {each.value: each.count for each in answer.facets[facet]}


def test_a_plain_listing_is_by_rank(fill: Filling) -> None:
    fill(PIECES)
    assert asked().product_ids == [3, 2, 1, 4, 5]
    assert asked().total == 5


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", [5, 3, 2, 1, 4]), ("price_asc", [4, 5, 2, 1, 3]), ("price_desc", [3, 1, 2, 5, 4]),
    ("relevance", [3, 2, 1, 4, 5])],
)  # fmt: skip
def test_orders(fill: Filling, sort: str, order: list[int]) -> None:
    fill(PIECES)
    assert asked(sort=sort).product_ids == order
    assert asked(text="tapis poterie", sort=sort).total == 2


@pytest.mark.parametrize(
    ("filters", "products"),
    [
        ({"crafts": ("textile-wool",)}, {1, 5}), ({"crafts": ("carpets",)}, {1}), ({"crafts": ("caftan", "pottery")}, {2, 3}),
        ({"regions": ("MA-03",)}, {1, 3, 5}), ({"regions": ("MA-FES",)}, {3, 5}), ({"organisations": (5,)}, {1, 3}),
        ({"organisations": (5, 6)}, {1, 2, 3, 4, 5}), ({"makers": (11,)}, {2}), ({"makers": (9, 10)}, {1, 2}),
        ({"materials": ("cotton",)}, {3, 5}), ({"labels": ("igp",)}, {3}), ({"availability": ("in_stock",)}, {1, 4, 5}),
        ({"availability": ("in_stock", "made_to_order")}, {1, 2, 4, 5}), ({"regions": ("MA-03",),
        "materials": ("wool",)}, {1, 5}),
        ({"crafts": ("nothing",)}, set()), ({"organisations": (99,)}, set()), ({"crafts": ("carpets",),
        "labels": ("igp",)}, set()),
        ({"price_min": 12_000}, {1, 2, 3, 5}), ({"price_max": 12_000}, {4, 5}),
        ({"price_min": 12_000, "price_max": 20_000}, {2, 5}),
        ({"price_min": 20_001, "price_max": 19_999}, set()), ({"price_max": 0}, set()), ({"price_min": 0}, {1, 2, 3, 4, 5}),
    ],
)  # fmt: skip
def test_filters(fill: Filling, filters: dict[str, object], products: set[int]) -> None:
    fill(PIECES)
    answer = asked(**filters)
    assert set(answer.product_ids) == products
    assert answer.total == len(products)


def test_counts_of_a_plain_listing(fill: Filling) -> None:
    fill(PIECES)
    answer = asked()
    assert counted(answer, "craft") == {
        "clothing": 2, "textile-wool": 2, "caftan": 1, "carpet-beni-mguild": 1, "carpet-knotted": 1, "carpets": 1, "cushion": 1,
        "pottery": 1, "vase-jar": 1,
    }  # fmt: skip
    assert counted(answer, "region") == {"MA-03": 3, "MA-FES": 2, "MA-07": 1, "MA-HAJ": 1, "MA-SAF": 1}
    assert counted(answer, "material") == {"cotton": 2, "wool": 2, "clay": 1, "silk": 1}
    assert counted(answer, "label") == {"label-assil": 2, "igp": 1}
    assert counted(answer, "organisation") == {5: 2, 6: 3}
    assert counted(answer, "maker") == {9: 1, 10: 1, 11: 1}
    assert counted(answer, "availability") == {"in_stock": 3, "made_to_order": 1, "sold_out": 1}


def test_the_largest_count_comes_first(fill: Filling) -> None:
    fill(PIECES)
    assert asked().facets["label"] == [FacetCount("label-assil", 2), FacetCount("igp", 1)]


def test_a_chosen_filter_still_shows_its_siblings(fill: Filling) -> None:
    fill(PIECES)
    answer = asked(materials=("wool",))
    assert counted(answer, "material") == {"cotton": 2, "wool": 2, "clay": 1, "silk": 1}
    assert counted(answer, "region") == {"MA-03": 2, "MA-FES": 1, "MA-HAJ": 1}


def test_two_chosen_filters_each_narrow_the_other(fill: Filling) -> None:
    fill(PIECES)
    answer = asked(materials=("wool",), regions=("MA-FES",))
    assert answer.product_ids == [5]
    assert counted(answer, "material") == {"cotton": 2, "wool": 1, "silk": 1}
    assert counted(answer, "region") == {"MA-03": 2, "MA-FES": 1, "MA-HAJ": 1}
    assert counted(answer, "availability") == {"in_stock": 1}


def test_counts_follow_the_text_and_the_price(fill: Filling) -> None:
    fill(PIECES)
    answer = asked(text="laine", price_max=100_000)
    assert answer.product_ids == [5]
    assert counted(answer, "material") == {"cotton": 1, "wool": 1}


def test_pages(fill: Filling) -> None:
    fill(many(60))
    pages = [asked(page=number) for number in (1, 2, 3, 4)]
    assert [len(page.product_ids) for page in pages] == [24, 24, 12, 0]
    assert {page.total for page in pages} == {60}
    ids = [product for page in pages for product in page.product_ids]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 60


@pytest.mark.parametrize("page", [-3, 0, LAST_PAGE, LAST_PAGE + 1, 10**12])
def test_pages_that_are_not_there(fill: Filling, page: int) -> None:
    fill(many(3))
    answer = asked(page=page)
    assert answer.total == 3
    assert len(answer.product_ids) == (3 if page < 2 else 0)


def test_pages_of_a_text_do_not_overlap(fill: Filling) -> None:
    fill(many(60))
    ids = [product for page in (1, 2, 3) for product in asked(text="tapis", page=page).product_ids]
    assert len(set(ids)) == 60


@pytest.mark.broad
def test_makers_are_not_counted_among_very_many(fill: Filling) -> None:
    fill(many(MANY + 1, replace(VASE, titles={}, bodies={}, organisation_names={})))
    assert "maker" not in asked().facets
    assert counted(asked(makers=(10,)), "maker")[10] == MANY + 1
    assert counted(asked(price_max=1100), "maker")[10] == 101


def test_a_piece_without_a_price_comes_last(fill: Filling) -> None:
    fill([CARPET, replace(VASE, price_minor=None)])
    assert asked(sort="price_asc").product_ids == [1, 2]
    assert asked(sort="price_desc").product_ids == [1, 2]
    assert asked(price_min=0).product_ids == [1]


# --- what a query string says ---


def question(query: str) -> Question:
    return Question.from_params(
        MultiValueDict(parse_qs(query, keep_blank_values=True)), market_id=MARKET, language="fr"
    )


def test_reads_every_parameter() -> None:
    assert question(
        "q=tapis&craft=carpets&craft=pottery&region=MA-03&organisation=5&maker=9&material=wool&label=igp"
        "&price_min=100&price_max=2000&availability=in_stock&sort=newest&page=3"
    ) == Question(
        market_id=MARKET, language="fr", text="tapis", crafts=("carpets", "pottery"), regions=("MA-03",), organisations=(5,),
        makers=(9,), materials=("wool",), labels=("igp",), price_min=100, price_max=2000, availability=("in_stock",),
        sort="newest", page=3,
    )  # fmt: skip


@pytest.mark.parametrize(
    "nonsense",
    [
        "page=0", "page=-1", "page=x", "page=1.5", "page=", "page=%00", "sort=drop", "sort=", "price_min=abc", "price_max=-5",
        "price_min=1e9", "organisation=x", "organisation=", "maker=1;2", "craft=",
        "page=9999999999999999999999", "q=", "q=%20%20",
        "price_min=99999999999999999999", "unknown=1", "price_max=%C2%B2", "organisation=%E2%91%A0",
    ],
)  # fmt: skip
def test_nonsense_is_left_out(nonsense: str) -> None:
    read = question(nonsense)
    assert read == Question(market_id=MARKET, language="fr", page=read.page)
    assert read.page in (1, LAST_PAGE)


def test_digits_of_any_script() -> None:
    assert question("price_min=١٥٠&page=۲").price_min == 150
    assert question("price_min=١٥٠&page=۲").page == 2


def test_a_mapping_will_do() -> None:
    read = Question.from_params(
        {"q": "tapis", "craft": ["a", "b"], "organisation": 7, "page": "2"}, market_id=MARKET
    )
    assert (read.text, read.crafts, read.organisations, read.page) == ("tapis", ("a", "b"), (7,), 2)


def test_long_lists_and_texts_are_cut() -> None:
    read = question("&".join(["q=" + "a" * 5000, *(f"craft=c{n}" for n in range(500))]))
    assert len(read.text) == 200
    assert len(read.crafts) == 50


@pytest.mark.broad
@given(
    st.dictionaries(st.sampled_from(["q", "page", "sort", "craft", "price_min", "organisation"]), st.text())
)
def test_any_parameters_make_a_question(params: dict[str, str]) -> None:
    read = Question.from_params(params, market_id=MARKET)
    assert 1 <= read.page <= LAST_PAGE
    assert hash(read) is not None
