"""Our own dialect: read as people write it, and exactly back what was written."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tadamun.goods.imports.dialects import dialect_named
from tadamun.goods.imports.dialects.base import Writing
from tadamun.goods.imports.neutral import MODES, Defaults, ImageRef, NeutralProduct, NeutralVariant
from tadamun.goods.imports.opening import Catalogue
from tadamun.kernel.money import EXPONENTS
from tests.goods.imports.reading import FILES, golden, outcomes

OWN = dialect_named("tadamun")


@pytest.mark.broad
def test_a_file_as_people_write_it() -> None:
    products, problems = golden("tadamun.csv", Defaults("MAD", "ar"))
    assert problems == []
    rug, soap, draft = products.values()
    assert rug.stories == {"ar": "صوف خالص\r\nمنسوج باليد"}
    assert rug.makers == ("فاطمة", "Khadija | fille")
    assert rug.attributes == {"knots_dm2": 0, "hours": 120}
    assert rug.text_how == {"title_fr": "machine"}
    assert [image.source for image in rug.images] == ["https://example.org/h1.jpg", "h2.jpg"]
    small, medium = rug.variants
    assert (small.price_minor, small.quantity, small.options, small.mode) == (85050, 3, ("S",), "stock")
    assert (medium.price_minor, medium.mode, medium.lead_days_max) == (125000, "made_to_order", 20)
    assert (soap.handle, soap.titles["en"], soap.published) == ("SV-1", "-Savon", False)
    assert (soap.variants[0].price_minor, soap.variants[0].currency) == (12500, "JOD")
    assert soap.attributes == {"hours": "2", "use": "bain"}
    assert (draft.handle, draft.variants) == ("مسودة", ())


HEADER = (
    "handle,title_fr,published,option1_name,option1_value,sku,price,currency,mode,quantity,edition_size,"
    "lead_days_min,lead_days_max,weight_g,attributes\n"
)


def test_everything_wrong_is_named_with_row_column_and_reason() -> None:
    rows = [
        "a,,yes,,,A,5,MAD,,,,,,,",
        "b,B,perhaps,,,B,5,MAD,,,,,,,",
        "c,C,,,,C,-5,MAD,,,,,,,",
        "d,D,,,,D,5,XXX,,,,,,,",
        "e,E,,,,E,5.123,MAD,,,,,,,",
        "f,F,,,,F,5,MAD,handmade,,,,,,",
        "g,G,,,,G,5,MAD,edition,,,,,,",
        "h,H,,,,H,5,MAD,made_to_order,,,,,,",
        "i,I,,,,I,5,MAD,,-1,,,,,",
        "j,J,,,,J,5,MAD,,,,9,3,,",
        "k,K,,,,K,5,MAD,,,,,,heavy,",
        "l,L,,,,L,5,MAD,,,,,,,nothing",
        "m,M,,Size,S,M1,5,MAD,,,,,,,",
        "m,,,,,M2,5,MAD,,,,,,,",
        "n,N,,,,N,,MAD,,,,,,,",
        "o,O,,,,O,5,MAD,unique,2,,,,,",
        "p,P,,,,A9,5,MAD,,,,,,,",
        "q,Q,,,,A9,5,MAD,,,,,,,",
        "p,P,,,,P9,5,MAD,,,,,,,",
    ]
    products, problems = outcomes(HEADER + "\n".join(rows))
    assert [product.handle for product in products] == ["p"]
    assert [(p.row, p.column, p.code) for p in problems] == [
        (2, "title_fr", "title_missing"),
        (3, "published", "choice_unknown"),
        (4, "price", "price_negative"),
        (5, "currency", "currency_unknown"),
        (6, "price", "price_decimals"),
        (7, "mode", "choice_unknown"),
        (8, "edition_size", "edition_size_missing"),
        (9, "lead_days_max", "lead_days_missing"),
        (10, "quantity", "count_negative"),
        (11, "lead_days_max", "days_reversed"),
        (12, "weight_g", "measure_unreadable"),
        (13, "attributes", "attributes_unreadable"),
        (15, "option1_value", "option_missing"),
        (16, "price", "price_missing"),
        (17, "quantity", "unique_is_one"),
        (19, "sku", "sku_repeated"),
        (20, "handle", "handle_scattered"),
    ]


def test_later_rows_that_say_otherwise_are_pointed_out() -> None:
    products, problems = outcomes(HEADER + "a,A,,Size,S,A1,5,MAD,,,,,,,\na,Autre,,,M,A2,5,MAD,,,,,,,\n")
    assert products[0].titles == {"fr": "A"}
    assert [(p.row, p.column, p.code) for p in problems] == [(3, "title_fr", "value_differs")]


# What a catalogue can hold: text that UTF-8 and a database can, codes without blanks around them.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
WRITTEN = TEXT.filter(lambda text: text.strip() != "")
CODE = WRITTEN.map(str.strip).filter(lambda text: 0 < len(text) <= 30)
LANGUAGE = st.sampled_from(["ar", "fr", "en"])
WORDS = st.dictionaries(LANGUAGE, WRITTEN, max_size=3)
CODES = st.lists(CODE, max_size=3).map(tuple)
COUNT = st.none() | st.integers(0, 1000)
MEASURE = st.none() | st.integers(1, 9_999_999)
JSON = st.dictionaries(CODE, st.integers() | WRITTEN | st.booleans() | st.none(), max_size=3)
IMAGE = st.builds(
    ImageRef,
    st.integers(0, 10**6).map("https://example.org/{}.jpg".format)
    | st.sampled_from(["a b.jpg", "ص|ورة.png"]),
    WORDS,
)


@st.composite
def variants(draw: st.DrawFn, options: tuple[str, ...]) -> NeutralVariant:
    mode = draw(st.sampled_from(["", *MODES]))
    days = sorted(draw(st.tuples(st.integers(1, 300), st.integers(1, 300))))
    return NeutralVariant(
        price_minor=draw(st.integers(1, 10**12)),
        currency=draw(st.sampled_from(sorted(EXPONENTS))),
        sku=draw(CODE),
        barcode=draw(st.just("") | st.from_regex(r"[0-9]{8,13}", fullmatch=True)),
        options=options,
        compare_at_minor=draw(st.none() | st.integers(1, 10**12)),
        quantity=draw(st.none() | st.integers(0, 1)) if mode == "unique" else draw(COUNT),
        mode=mode,
        edition_size=draw(st.integers(1, 500)) if mode == "edition" else draw(COUNT),
        lead_days_min=days[0] if mode == "made_to_order" else None,
        lead_days_max=days[1] if mode == "made_to_order" else None,
        weight_g=draw(MEASURE),
        length_mm=draw(MEASURE),
        width_mm=draw(MEASURE),
        height_mm=draw(MEASURE),
        image=draw(st.just("") | st.just("https://example.org/v.jpg")),
    )


@st.composite
def product_lists(draw: st.DrawFn) -> list[NeutralProduct]:
    products = []
    for handle in draw(st.lists(CODE, max_size=4, unique=True)):
        names = tuple(draw(st.lists(WRITTEN, max_size=3)))
        values = draw(st.lists(st.tuples(*[WRITTEN] * len(names)), min_size=1, max_size=4, unique=True))
        products.append(
            NeutralProduct(
                handle=handle,
                titles=draw(st.dictionaries(LANGUAGE, WRITTEN, min_size=1, max_size=3)),
                stories=draw(WORDS),
                care=draw(WORDS),
                text_how=draw(st.dictionaries(st.sampled_from(["title_fr", "story_en"]), st.just("machine"))),
                craft=draw(st.just("") | CODE),
                tags=draw(CODES),
                materials=draw(CODES),
                attributes=draw(JSON),
                origin=draw(st.sampled_from(["", "MA-05", "PS-BTH"])),
                makers=draw(CODES),
                labels=draw(CODES),
                export_profile=draw(JSON),
                voice=draw(st.just("") | st.just("voix.opus")),
                published=draw(st.booleans()),
                review_state=draw(st.sampled_from(["", "approved"])),
                option_names=names,
                images=tuple(draw(st.lists(IMAGE, max_size=3))),
                variants=tuple(draw(variants(options)) for options in values),
            )
        )
    return products


def assert_comes_back(products: list[NeutralProduct]) -> None:
    out = BytesIO()
    assert OWN.write(products, out) == len(products)
    catalogue = Catalogue(BytesIO(out.getvalue()))
    assert list(OWN.parse(catalogue.table, Defaults("MAD"))) == products


@pytest.mark.broad
@given(product_lists())
@settings(max_examples=20, deadline=None)
def test_what_we_write_we_read_exactly(products: list[NeutralProduct]) -> None:
    assert_comes_back(products)


@pytest.mark.slow
@given(product_lists())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_we_write_we_read_exactly_whatever_it_is(products: list[NeutralProduct]) -> None:
    assert_comes_back(products)


def test_a_golden_file_written_again_reads_the_same() -> None:
    first, _ = golden("tadamun.csv")
    out = BytesIO()
    OWN.write(first.values(), out, Writing(options=4))
    assert outcomes(out.getvalue())[0] == list(first.values())
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert (FILES / "tadamun.csv").read_bytes() != out.getvalue()
