"""From a file to the catalogue: whole products, once, undone as a whole."""

from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db.models import Sum

from tadamun.goods.catalogue.models import Piece, Product, ProductEdit, Variant
from tadamun.goods.catalogue.operations import approve_product, send_back_product
from tadamun.goods.imports.models import Import, ImportedPicture, ImportedProduct
from tadamun.goods.imports.operations import (
    CannotUndo,
    NotAdmitted,
    Progress,
    preview_import,
    run_import,
    undo_import,
)
from tadamun.goods.imports.problems import write_report
from tadamun.goods.imports.queries import problems_of
from tadamun.goods.stock.models import Item, Movement
from tadamun.goods.stock.operations import free, hold, set_quantity
from tadamun.kernel import clock
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tests.factories import make_market, make_organisation, make_rates
from tests.goods.imports.reading import FILES
from tests.standing import standing

pytestmark = pytest.mark.django_db

HEADER = "handle,title_fr,craft,option1_name,option1_value,sku,price,currency,mode,quantity,makers\n"
TWO = (
    HEADER
    + "tapis,Tapis,carpets,Taille,S,T-S,100,MAD,,2,Khadija\ntapis,,,,M,T-M,150,MAD,,1,\nbol,Bol,plate-bowl,,,B-1,50,MAD,,9,\n"
)


class Shop:
    """One seller in one market, and reading her rows."""

    def __init__(self, market: Market, organisation: Organisation) -> None:
        self.market, self.organisation = market, organisation

    def run(self, content: str | bytes, **options: object) -> Import:
        data = content.encode() if isinstance(content, str) else content
        return run_import(organisation=self.organisation, market=self.market, file=BytesIO(data), **options)  # type: ignore[arg-type]

    def products(self) -> dict[str, Product]:
        with scope(organisation_id=self.organisation.pk):
            return {product.external_id: product for product in Product.objects.filter(removed_at=None)}

    def variants(self, handle: str) -> dict[str, Variant]:
        with scope(organisation_id=self.organisation.pk):
            rows = Variant.objects.select_related("product__organisation", "organisation")
            return {v.sku: v for v in rows.filter(product__external_id=handle, active=True)}

    def stock(self) -> dict[str, int]:
        with scope(organisation_id=self.organisation.pk):
            return dict(Item.objects.values_list("variant__sku", "on_hand"))

    def problems(self, row: Import) -> list[tuple[int, str, str]]:
        with scope(organisation_id=self.organisation.pk):
            return [(p.row, p.column, p.code) for p in problems_of(row)]

    def undo(self, row: Import) -> object:
        with scope(organisation_id=self.organisation.pk):
            row.refresh_from_db()
        return undo_import(row)


@standing
def shop() -> Shop:
    market = make_market(policies={"moderation": False})
    return Shop(market, make_organisation(market))


@standing
def moderated() -> Shop:
    market = make_market("moderated")
    return Shop(market, make_organisation(market))


def counts(row: Import) -> tuple[str, int, int, int, int]:
    return row.state, row.created, row.updated, row.unchanged, row.refused


def test_products_variants_stock_and_makers_arrive(shop: Shop) -> None:
    row = shop.run(TWO, file_name="mine.csv", actor=Reference("person", "7"))
    assert counts(row) == ("done", 2, 0, 0, 0)
    assert (row.dialect, row.errors, row.warnings, row.products, row.done) == ("tadamun", 0, 0, 2, 2)
    rug = shop.products()["tapis"]
    assert (rug.titles, rug.craft, rug.review, rug.shown) == ({"fr": "Tapis"}, "carpets", "approved", True)
    assert {sku: (v.price_minor, v.options) for sku, v in shop.variants("tapis").items()} == {
        "T-S": (10000, {"Taille": "S"}),
        "T-M": (15000, {"Taille": "M"}),
    }
    assert shop.stock() == {"T-S": 2, "T-M": 1, "B-1": 9}
    with scope(organisation_id=shop.organisation.pk):
        assert [maker.names["fr"] for maker in rug.makers.all()] == ["Khadija"]
        assert set(Movement.objects.values_list("reason", "reference", "actor")) == {
            ("imported", f"import:{row.code}", "person:7")
        }


def test_the_same_file_again_changes_nothing(shop: Shop) -> None:
    shop.run(TWO)
    with scope(organisation_id=shop.organisation.pk):
        before = Movement.objects.count()
    assert counts(shop.run(TWO)) == ("done", 0, 0, 2, 0)
    with scope(organisation_id=shop.organisation.pk):
        assert Movement.objects.count() == before


def test_a_changed_file_changes_what_differs(shop: Shop) -> None:
    shop.run(TWO)
    row = shop.run(
        HEADER
        + "tapis,Grand tapis,carpets,Taille,S,T-S,120,MAD,,5,\ntapis,,,,L,T-L,200,MAD,,3,\nbol,Bol,plate-bowl,,,B-1,50,MAD,,9,\n"
    )
    assert counts(row) == ("done", 0, 1, 1, 0)
    assert shop.products()["tapis"].titles == {"fr": "Grand tapis"}
    assert {sku: v.price_minor for sku, v in shop.variants("tapis").items()} == {"T-S": 12000, "T-L": 20000}
    assert shop.stock() == {"T-S": 5, "T-M": 1, "T-L": 3, "B-1": 9}


def test_a_product_is_found_by_its_sku_when_its_handle_is_new(shop: Shop) -> None:
    shop.run(TWO)
    row = shop.run(HEADER + "renamed,Bol bleu,plate-bowl,,,B-1,60,MAD,,9,\n")
    assert counts(row) == ("done", 0, 1, 0, 0)
    assert shop.products()["renamed"].titles == {"fr": "Bol bleu"}
    assert set(shop.products()) == {"tapis", "renamed"}


def test_a_sku_of_another_product_is_not_taken_over(shop: Shop) -> None:
    shop.run(TWO)
    row = shop.run(HEADER + "tapis,Tapis,carpets,Taille,S,T-S,100,MAD,,2,\ntapis,,,,M,B-1,150,MAD,,1,\n")
    assert counts(row) == ("done", 0, 0, 0, 1)
    assert shop.problems(row) == [(3, "sku", "sku_elsewhere")]
    assert shop.variants("bol")["B-1"].price_minor == 5000


@pytest.mark.broad
def test_a_bad_product_costs_only_itself_and_nothing_is_half_written(shop: Shop) -> None:
    row = shop.run(
        HEADER
        + "a,A,carpets,,,A,10,MAD,,1,\nb,B,carpets,Taille,S,B-S,10,MAD,,1,\nb,,,,M,B-M,-5,MAD,,1,\nc,C,carpets,,,C,10,GBP,,1,\n"
        + "d,D,carpets,,,D,10,MAD,,1,\n"
    )
    assert set(shop.products()) == {"a", "d"}
    assert shop.problems(row) == [(4, "price", "price_negative"), (5, "currency", "currency_unknown")]
    assert (row.created, row.errors) == (2, 2)
    assert "B-S" not in shop.stock()


def test_rows_sorted_apart_write_no_part_of_the_product(shop: Shop) -> None:
    row = shop.run(
        HEADER + "a,A,carpets,Taille,S,A-S,10,MAD,,1,\nb,B,carpets,,,B,10,MAD,,1,\na,,,,M,A-M,10,MAD,,1,\n"
    )
    assert set(shop.products()) == {"b"}
    assert shop.problems(row) == [(4, "handle", "handle_scattered")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (TWO.encode() + b'x,"never closed,1\n', "quote_unclosed"),
        (TWO.encode() + "é".encode("cp1252"), "encoding_wrong"),
        (b"numero,designation,montant\nx,y,5\n", "columns_unknown"),
        (b"", "file_empty"),
    ],
)
def test_a_file_that_breaks_off_writes_nothing(shop: Shop, content: bytes, code: str) -> None:
    row = shop.run(content)
    assert (row.state, [problem[2] for problem in shop.problems(row)]) == ("failed", [code])
    assert shop.products() == {}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(shop: Shop) -> None:
    shop.run(TWO)
    row = shop.run(TWO.replace("Bol,", "Bol bleu,") + "neuf,Neuf,carpets,,,N,10,MAD,,1,\n", dry_run=True)
    assert counts(row) == ("done", 1, 1, 1, 0)
    assert set(shop.products()) == {"tapis", "bol"}
    assert shop.products()["bol"].titles == {"fr": "Bol"}
    with pytest.raises(CannotUndo):
        shop.undo(row)


@pytest.mark.broad
def test_an_interrupted_run_is_completed_by_running_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tadamun.goods.imports.operations.running.CHUNK_PRODUCTS", 1)
    text = HEADER + "".join(f"p{n},P{n},carpets,,,S{n},10,MAD,,1,\n" for n in range(5))

    class PowerCut(Exception): ...

    def cut(progress: Progress) -> None:
        if progress.done == 3:
            raise PowerCut

    with pytest.raises(PowerCut):
        shop.run(text, progress=cut)
    assert len(shop.products()) == 3
    seen: list[Progress] = []
    row = shop.run(text, progress=seen.append)
    assert counts(row) == ("done", 2, 0, 3, 0)
    assert [(p.done, p.total) for p in seen] == [(n, 5) for n in (1, 2, 3, 4, 5, 5)]


@pytest.mark.broad
def test_undo_removes_and_restores_everything(shop: Shop) -> None:
    first = shop.run(TWO)
    second = shop.run(
        HEADER
        + "tapis,Grand tapis,handira,Taille,S,T-S,120,MAD,,7,\ntapis,,,,L,T-L,200,MAD,,3,\nneuf,Neuf,carpets,,,N-1,10,MAD,,1,\n"
    )
    assert counts(second) == ("done", 1, 1, 0, 0)
    set_quantity(shop.variants("tapis")["T-S"], 6)  # one was sold meanwhile
    assert vars_of(shop.undo(second)) == (1, 1, 0)
    assert set(shop.products()) == {"tapis", "bol"}
    rug = shop.products()["tapis"]
    assert (rug.titles, rug.craft) == ({"fr": "Tapis"}, "carpets")
    assert {sku: v.price_minor for sku, v in shop.variants("tapis").items()} == {"T-S": 10000, "T-M": 15000}
    assert shop.stock()["T-S"] == 1  # two before, less the one that was sold
    assert vars_of(shop.undo(second)) == (0, 0, 0)
    assert vars_of(shop.undo(first)) == (2, 0, 0)
    assert shop.products() == {}
    again = shop.run(TWO)
    assert set(shop.products()) == {"tapis", "bol"}
    assert again.state == "done"
    with scope(organisation_id=shop.organisation.pk):
        assert Product.objects.count() == 3
        for item in Item.objects.all():
            assert Movement.objects.filter(item=item).aggregate(total=Sum("delta"))["total"] == item.on_hand


def vars_of(undone: object) -> tuple[int, int, int]:
    return undone.removed, undone.restored, undone.kept  # type: ignore[attr-defined]


def test_a_run_that_was_killed_can_be_undone_when_it_is_silent_and_not_before(shop: Shop) -> None:
    def killed(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shop.run(TWO, progress=killed)
    with scope(organisation_id=shop.organisation.pk):
        row = Import.objects.get()
    assert (row.state, row.created) == ("running", 2)
    with clock.shifted(timedelta(minutes=9)), pytest.raises(CannotUndo):
        shop.undo(row)
    with clock.shifted(timedelta(minutes=11)):
        assert vars_of(shop.undo(row)) == (2, 0, 0)
    assert shop.products() == {}


def test_a_product_that_the_catalogue_refuses_has_a_reason_in_words(shop: Shop) -> None:
    row = shop.run("Title,URL handle,Price\nTapis,tapis,120\n", language="zz")
    assert shop.problems(row) == [(2, "", "title_missing")]
    assert (row.refused, shop.products()) == (1, {})


@pytest.mark.broad
def test_undo_leaves_alone_what_a_later_import_changed(shop: Shop) -> None:
    first = shop.run(TWO)
    shop.run(TWO.replace(",50,MAD", ",60,MAD"))
    assert vars_of(shop.undo(first)) == (1, 0, 1)
    assert shop.variants("bol")["B-1"].price_minor == 6000


def test_stock_in_baskets_is_not_counted_away(shop: Shop) -> None:
    shop.run(TWO)
    hold(shop.variants("bol")["B-1"], 5, holder="cart:x", minutes=5)
    row = shop.run(TWO.replace(",9,", ",3,"))
    assert shop.problems(row) == [(4, "quantity", "stock_held")]
    assert free(shop.variants("bol")["B-1"]) == 4


@pytest.mark.broad
def test_where_the_market_moderates_new_products_wait_and_words_on_sale_wait(moderated: Shop) -> None:
    moderated.run(TWO)
    products = moderated.products()
    assert {product.review for product in products.values()} == {"waiting"}
    approve_product(products["bol"])
    row = moderated.run(TWO.replace("Bol,", "Bol doré,").replace(",50,MAD", ",70,MAD"))
    assert counts(row) == ("done", 0, 1, 1, 0)
    assert moderated.problems(row) == [(4, "", "edit_waits")]
    assert moderated.products()["bol"].titles == {"fr": "Bol"}
    assert moderated.variants("bol")["B-1"].price_minor == 7000
    with scope(organisation_id=moderated.organisation.pk):
        assert ProductEdit.objects.get().changes == {"titles": {"fr": "Bol doré"}}
    assert counts(moderated.run(TWO.replace("Bol,", "Bol doré,").replace(",50,MAD", ",70,MAD")))[1:] == (
        0,
        0,
        2,
        0,
    )
    moderated.undo(row)
    with scope(organisation_id=moderated.organisation.pk):
        assert not ProductEdit.objects.exists()


@pytest.mark.broad
def test_what_was_sent_back_waits_again_once_a_file_says_something_else(moderated: Shop) -> None:
    moderated.run(TWO)
    send_back_product(moderated.products()["bol"], codes=["text"])
    moderated.run(TWO.replace(",50,MAD", ",70,MAD"))
    assert moderated.products()["bol"].review == "sent_back", "a price answers no reviewer"
    moderated.run(TWO.replace("Bol,", "Bol doré,"))
    bowl = moderated.products()["bol"]
    assert (bowl.review, bowl.review_codes, bowl.titles) == ("waiting", [], {"fr": "Bol doré"})


@pytest.mark.broad
def test_files_of_the_four_tools_arrive(shop: Shop) -> None:
    for name, created in (
        ("shopify_legacy.csv", 3),
        ("shopify_current.csv", 2),
        ("woocommerce_en.csv", 3),
        ("woocommerce_fr.csv", 2),
        ("woocommerce_ar.csv", 1),
        ("woocommerce_de.csv", 1),
    ):
        row = shop.run((FILES / name).read_bytes())
        assert (name, *counts(row)) == (name, "done", created, 0, 0, 0)
        assert (name, *counts(shop.run((FILES / name).read_bytes()))) == (name, "done", 0, 0, created, 0)
    products = shop.products()
    assert products["zarbia-beni-ouarain"].titles.keys() == {"fr"}
    assert products["ثوب-1"].titles == {"ar": "ثوب فلسطيني مطرّز"}
    assert products["ثوب-1"].craft == "palestinian-thobe"
    assert products["huile-argan"].craft in ("argan-oil-cosmetic", "argan-oil-food", "decor")
    assert set(shop.variants("huile-argan")) == {"huile-argan"}
    assert products["CAFTAN"].craft == "caftan"


@pytest.mark.broad
def test_etsy_in_the_currencies_a_market_takes() -> None:
    market = make_market("dlala", policies={"moderation": False, "seller_currencies": ["USD", "EUR"]})
    make_rates()
    shop = Shop(market, make_organisation(market))
    row = shop.run((FILES / "etsy.csv").read_bytes())
    assert counts(row) == ("done", 4, 0, 0, 0)
    rug = shop.products()["hand-knotted-azilal-rug-wool"]
    assert (rug.titles.keys(), rug.craft, rug.materials) == ({"en"}, "carpet-azilal", ["wool", "cotton"])
    assert shop.variants("clay-bowl")["clay-bowl"].currency == "EUR"


@pytest.mark.broad
def test_a_problem_names_the_files_own_column(shop: Shop) -> None:
    row = shop.run((FILES / "etsy.csv").read_bytes())
    assert shop.problems(row) == [
        (2, "CURRENCY_CODE", "currency_unknown"),
        (3, "QUANTITY", "quantity_shared"),
        (4, "CURRENCY_CODE", "currency_unknown"),
        (5, "CURRENCY_CODE", "currency_unknown"),
    ]
    row = shop.run((FILES / "shopify_legacy.csv").read_bytes())
    assert (8, "Variant Inventory Qty", "quantity_unknown") in shop.problems(row)


def test_unique_pieces_and_editions_have_their_pieces(shop: Shop) -> None:
    header = "handle,title_fr,craft,sku,price,mode,quantity,edition_size,lead_days_max\n"
    shop.run(
        header
        + "u,U,tatreez,U,10,unique,,,\ne,E,tatreez,E,10,edition,,3,\nm,M,tatreez,M,10,made_to_order,,,20\n"
    )
    assert shop.stock() == {"U": 1, "E": 3}
    with scope(organisation_id=shop.organisation.pk):
        assert Piece.objects.count() == 4
        assert Variant.objects.get(sku="M").lead_days_max == 20


def test_only_who_has_a_place_in_the_market(shop: Shop) -> None:
    stranger = make_organisation()
    with pytest.raises(NotAdmitted):
        run_import(organisation=stranger, market=shop.market, file=BytesIO(TWO.encode()))


def test_preview_shows_rows_products_and_problems_and_never_raises() -> None:
    text = HEADER + "".join(f"p{n},P{n},,,,S{n},10,MAD,,1,\n" for n in range(50)) + "bad,,,,,X,1,MAD,,1,\n"
    preview = preview_import(BytesIO(text.encode()))
    assert (preview.dialect, preview.name, len(preview.rows), len(preview.products)) == (
        "tadamun",
        "Tadamun",
        20,
        20,
    )
    assert preview.header[0] == "handle"
    assert [p.code for p in preview_import(BytesIO(b"PK\x03\x04")).problems] == ["file_not_text"]
    assert not preview_import(BytesIO(b"a,b\n1,2\n")).readable
    assert preview_import(BytesIO((HEADER + 'x,"X\n').encode())).problems[-1].code == "quote_unclosed"


def test_the_report_of_an_import(shop: Shop) -> None:
    row = shop.run(HEADER + "b,B,carpets,,,B,-5,MAD,,1,\n")
    out = StringIO()
    with scope(organisation_id=shop.organisation.pk):
        assert write_report(problems_of(row), out, "en") == 1
        assert not ImportedProduct.objects.exists()
        assert not ImportedPicture.objects.exists()
    assert "2,price,A price cannot be negative." in out.getvalue()


class Counted(BytesIO):
    """A file that counts the bytes that were read of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def test_a_run_reads_its_file_no_more_often_than_a_look_at_it(shop: Shop) -> None:
    story = "Noué à la main. " * 1_000
    rows = "".join(f"tapis-{n},Tapis,carpets,{story},T-{n},100,MAD\n" for n in range(60))
    file = Counted(("handle,title_fr,craft,story_fr,sku,price,currency\n" + rows).encode())
    size = len(file.getvalue())
    row = run_import(organisation=shop.organisation, market=shop.market, file=file, dry_run=True)
    assert counts(row) == ("done", 60, 0, 0, 0)
    assert file.taken < 2.5 * size  # its bytes are judged, then its rows are read; the beginning once more


@pytest.mark.parametrize("products", [2, 30])
def test_a_chunk_asks_as_much_whatever_it_holds(
    shop: Shop, products: int, django_assert_num_queries: Any
) -> None:
    rows = "".join(
        f"tapis-{n},Tapis,carpets,Taille,{size},T-{n}-{size},100,MAD,,2,\n"
        for n in range(products)
        for size in "SM"
    )
    with django_assert_num_queries(70):
        assert counts(shop.run(HEADER + rows)) == ("done", products, 0, 0, 0)
    with django_assert_num_queries(29):
        assert counts(shop.run(HEADER + rows)) == ("done", 0, 0, products, 0)
