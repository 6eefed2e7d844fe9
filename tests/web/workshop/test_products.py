"""Price, number and visibility: live at once, taken back for ten seconds, and a sentence for every slip."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations import VariantDraft, hide_in_market, remove_product, send_back_product
from tadamun.goods.stock.models import Movement
from tadamun.goods.stock.operations import free, hold, set_quantity
from tadamun.goods.stock.queries import verify_stock
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tests.factories import make_organisation, make_product, make_purchase, make_rates, variant_of
from tests.web.workshop.conftest import Seller

pytestmark = pytest.mark.django_db


def at(product: Product, action: str = "") -> str:
    return f"/en/workshop/products/{product.code}/{action}"


def send(seller: Seller, product: Product, action: str, **data: object) -> tuple[int, str]:
    """Post and follow; the status of the first answer and the text of the last page."""
    answer = seller.browser.post(at(product, action), {"sku": variant_of(product).sku, **data})
    status = answer.status_code
    if status == 303:
        answer = seller.browser.get(answer["Location"])
    return status, unescape(answer.content.decode())


def undo_of(html: str) -> str:
    return re.search(r'name="change" value="([^"]+)"', html)[1]  # type: ignore[index]


@pytest.mark.broad
@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("500", 50000),
        ("٥٠٠", 50000),
        ("۵۰۰", 50000),
        ("1 250,5", 125050),
        ("1\u202f250.50", 125050),
        ("٤٥٠٫٢٥", 45025),
        (" 0,01 ", 1),
        ("10000000", 10**9),
    ],
)
def test_a_price_is_read_as_people_type_it(seller: Seller, rug: Product, typed: str, minor: int) -> None:
    status, html = send(seller, rug, "price/", price=typed)
    assert status == 303 and "new price is in the shop" in html
    assert variant_of(rug).price == Money(minor, "MAD")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "more than zero"),
        ("−٥", "more than zero"),
        ("0", "more than zero"),
        ("0,00", "more than zero"),
        ("12.345", "at most 2 digits after the point"),
        ("1,500", "at most 2 digits after the point"),
        ("", "write the price"),
        ("   ", "write the price"),
        ("cheap", "digits only"),
        ("4e5", "digits only"),
        ("1.2.3", "digits only"),
        ("½", "digits only"),
        ("10000000,01", "higher than we can take"),
        ("9" * 15, "higher than we can take"),
        ("9" * 30, "digits only"),
        ("9" * 41, "40"),
        ("450\x00", "Null"),
    ],
)
def test_a_price_that_is_none_is_asked_about(seller: Seller, rug: Product, typed: str, words: str) -> None:
    status, html = send(seller, rug, "price/", price=typed)
    assert status == 422 and words in html
    assert (
        'role="alert"' in html and f'value="{typed}"' in html.replace("\x00", "\x00")
    ) or not typed.strip()
    assert variant_of(rug).price == Money(45000, "MAD")


@pytest.mark.broad
def test_a_dinar_has_three_decimals(seller: Seller) -> None:
    make_rates()
    lamp = make_product(seller.organisation, price=12500, currency="JOD")
    assert send(seller, lamp, "price/", price="12.345")[0] == 303
    assert variant_of(lamp).price == Money(12345, "JOD")
    assert "at most 3 digits" in send(seller, lamp, "price/", price="1.2345")[1]


@pytest.mark.broad
def test_the_page_says_what_she_receives(seller: Seller, rug: Product) -> None:
    assert "MAD\xa0427.50" in seller.browser.get(at(rug)).content.decode()
    assert "MAD\xa0475" in send(seller, rug, "price/", price="500")[1]


def test_a_buyer_pays_the_new_price_at_once(seller: Seller, rug: Product) -> None:
    send(seller, rug, "price/", price="500")
    assert make_purchase(seller.market, [rug]).goods == Money(50000, "MAD")


@pytest.mark.broad
def test_a_price_is_taken_back_once_within_ten_seconds(seller: Seller, rug: Product) -> None:
    _, html = send(seller, rug, "price/", price="4500")
    change = undo_of(html)
    for _ in range(2):
        answer = seller.browser.post("/en/workshop/reversal/", {"change": change}, follow=True)
        assert "as it was before" in answer.content.decode()
        assert variant_of(rug).price == Money(45000, "MAD")


@pytest.mark.broad
def test_after_ten_seconds_it_is_too_late(seller: Seller, rug: Product) -> None:
    _, html = send(seller, rug, "price/", price="4500")
    change = undo_of(html)
    with clock.shifted(timedelta(seconds=11)):
        answer = seller.browser.post("/en/workshop/reversal/", {"change": change}, follow=True)
        assert "ten seconds are over" in answer.content.decode()
        assert 'name="change"' not in seller.browser.get(at(rug), {"undo": change}).content.decode()
    assert variant_of(rug).price == Money(450000, "MAD")


@pytest.mark.broad
def test_only_her_own_untouched_change_is_taken_back(seller: Seller, other: Seller, rug: Product) -> None:
    _, html = send(seller, rug, "price/", price="4500")
    change = undo_of(html)
    for forged in ("", "x", change + "x", change[:-3]):
        seller.browser.post("/en/workshop/reversal/", {"change": forged})
    other.browser.post("/en/workshop/reversal/", {"change": change})
    assert variant_of(rug).price == Money(450000, "MAD")
    send(seller, rug, "price/", price="460")
    answer = seller.browser.post("/en/workshop/reversal/", {"change": change}, follow=True)
    assert "changed again meanwhile" in answer.content.decode()
    assert variant_of(rug).price == Money(46000, "MAD")


@pytest.mark.broad
@pytest.mark.parametrize(
    ("data", "count"),
    [
        ({"quantity": "12"}, 12),
        ({"quantity": "٣"}, 3),
        ({"quantity": "0"}, 0),
        ({"quantity": "10", "step": "1", "seen": "10"}, 11),
        ({"quantity": "10", "step": "-1", "seen": "10"}, 9),
        ({"quantity": "0", "step": "-1"}, 0),
        ({"quantity": "9999", "step": "1"}, 9999),
    ],
)
def test_a_number_is_kept(seller: Seller, rug: Product, data: dict[str, str], count: int) -> None:
    for _ in range(2):
        status, _ = send(seller, rug, "quantity/", **data)
        assert status == 303 and free(variant_of(rug)) == count, "sent twice is sent once"
    assert not list(verify_stock())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"quantity": "-1"}, "less than zero"),
        ({"quantity": "1.5"}, "whole number"),
        ({"quantity": ""}, "whole number"),
        ({"quantity": "many"}, "whole number"),
        ({"quantity": "10000"}, "at most 9999 pieces"),
        ({"quantity": "9" * 200}, "at most 9999 pieces"),
        ({"quantity": "5", "step": "7"}, "7"),
        ({"quantity": "5", "seen": "x"}, "whole number"),
        ({"quantity": "5\x00"}, "whole number"),
    ],
)
def test_a_number_that_is_none_is_asked_about(
    seller: Seller, rug: Product, data: dict[str, str], words: str
) -> None:
    status, html = send(seller, rug, "quantity/", **data)
    assert status == 422 and words in html and free(variant_of(rug)) == 10


@pytest.mark.broad
def test_there_cannot_be_fewer_than_lie_in_baskets(seller: Seller, rug: Product) -> None:
    hold(variant_of(rug), 3, holder="cart:1", minutes=15)
    status, html = send(seller, rug, "quantity/", quantity="2", seen="10")
    assert status == 422 and "3 pieces are in buyers’ baskets right now" in html
    assert send(seller, rug, "quantity/", quantity="3", seen="10")[0] == 303


def test_a_sale_meanwhile_is_not_counted_away(seller: Seller, rug: Product) -> None:
    make_purchase(seller.market, [rug], quantity=4)
    status, html = send(seller, rug, "quantity/", quantity="10", step="1", seen="10")
    assert status == 422 and "there are 6 now" in html and free(variant_of(rug)) == 6


@pytest.mark.broad
def test_a_number_is_taken_back_unless_one_was_sold(seller: Seller, rug: Product) -> None:
    _, html = send(seller, rug, "quantity/", quantity="1")
    seller.browser.post("/en/workshop/reversal/", {"change": undo_of(html)})
    assert free(variant_of(rug)) == 10
    with everything("a test's own movements"):
        assert Movement.objects.latest("pk").reason == Movement.Reason.UNDONE
    _, html = send(seller, rug, "quantity/", quantity="8")
    make_purchase(seller.market, [rug], quantity=2)
    seller.browser.post("/en/workshop/reversal/", {"change": undo_of(html)})
    assert free(variant_of(rug)) == 6


@pytest.mark.broad
def test_a_unique_piece_is_there_or_not_and_never_again(seller: Seller) -> None:
    vase = make_product(seller.organisation, mode=Variant.Mode.UNIQUE, quantity=1)
    assert "at most 1 piece" in send(seller, vase, "quantity/", quantity="2")[1]
    assert send(seller, vase, "quantity/", quantity="0")[0] == 303
    assert send(seller, vase, "quantity/", quantity="1")[0] == 303
    make_purchase(seller.market, [vase])
    status, html = send(seller, vase, "quantity/", quantity="1")
    assert status == 422 and "was sold" in html


def test_what_is_made_to_order_has_no_number(seller: Seller) -> None:
    coat = make_product(seller.organisation, mode=Variant.Mode.MADE_TO_ORDER)
    assert "Made to order" in seller.browser.get(at(coat)).content.decode()
    assert send(seller, coat, "quantity/", quantity="1")[0] == 404


@pytest.mark.broad
def test_hidden_is_hidden_and_shown_again(seller: Seller, rug: Product) -> None:
    assert "See it in the shop" in seller.browser.get(at(rug)).content.decode()
    status, html = send(seller, rug, "visibility/", shown="0")
    assert status == 303 and "do not see this product" in html and "See it in the shop" not in html
    seller.browser.post("/en/workshop/reversal/", {"change": undo_of(html)})
    assert "See it in the shop" in seller.browser.get(at(rug)).content.decode()
    assert send(seller, rug, "visibility/", shown="maybe")[0] == 303
    assert send(seller, rug, "visibility/")[0] == 303


@pytest.mark.broad
def test_each_variant_has_its_own_price_and_number(seller: Seller) -> None:
    drafts = [
        VariantDraft(
            sku=f"slipper/{size} «é»", price=Money(9000, "MAD"), options={"المقاس": size}, quantity=4
        )
        for size in ("37", "38")
    ]
    slippers = make_product(seller.organisation, variants=drafts)
    for action, data in (("price/", {"price": "95"}), ("quantity/", {"quantity": "7"})):
        assert seller.browser.post(at(slippers, action), {"sku": drafts[1].sku, **data}).status_code == 303
    with everything("a test's own variants"):
        rows = list(Variant.objects.filter(product=slippers).order_by("position"))
    assert [row.price_minor for row in rows] == [9000, 9500] and [free(row) for row in rows] == [4, 7]
    assert seller.browser.post(at(slippers, "price/"), {"sku": "none", "price": "1"}).status_code == 404
    answer = seller.browser.post(at(slippers, "price/"), {"sku": drafts[1].sku, "price": "-"})
    assert answer.content.decode().count("aria-invalid") == 1


@pytest.mark.broad
def test_the_list_says_what_each_is(seller: Seller, rug: Product) -> None:
    out = make_product(seller.organisation, quantity=0)
    hidden, back, gone = (make_product(seller.organisation) for _ in range(3))
    hide_in_market(hidden, seller.market)
    send_back_product(back, reason="The photo is dark.")
    remove_product(gone)
    html = seller.browser.get("/en/workshop/products/").content.decode()
    words = {product.code: _word(html, product) for product in (rug, out, hidden, back)}
    assert list(words.values()) == ["On sale", "Sold out", "Hidden", "To fix"]
    assert gone.code not in html and html.index(back.code) < html.index(rug.code)
    assert "The photo is dark." in seller.browser.get("/en/workshop/").content.decode()
    assert "hidden this product" in seller.browser.get(at(hidden)).content.decode()


def _word(html: str, product: Product) -> str:
    row = html[: html.index(f"/products/{product.code}/")].rpartition("<article")[2]
    return re.search(r'class="tag \w+">.*?</svg>([^<]+)<', row)[1].strip()  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "found"), [("زرابيه", 0), ("زربيه", 1), ("TAPIS", 1), ("tapis  lin", 0), ("\x00", 1)]
)
def test_search_spells_as_people_do(seller: Seller, rug: Product, query: str, found: int) -> None:
    vase = make_product(seller.organisation, titles={"ar": "مزهرية", "fr": "Vase", "en": "Vase"})
    html = seller.browser.get("/ar/workshop/products/", {"q": query}).content.decode()
    assert html.count('class="item-title"') == (2 if query == "\x00" else found)
    assert (
        vase.code in seller.browser.get("/ar/workshop/products/", {"q": vase.code.lower()}).content.decode()
    )


@pytest.mark.broad
def test_pages_of_twenty_four(seller: Seller) -> None:
    for _ in range(25):
        make_product(seller.organisation)
    for page, count in (("1", 24), ("2", 1), ("99", 1), ("x", 24), ("-1", 24), ("٢", 1)):
        html = seller.browser.get("/en/workshop/products/", {"page": page}).content.decode()
        assert html.count('class="item-title"') == count, page


@pytest.mark.broad
def test_nothing_yet_says_what_to_do(seller: Seller) -> None:
    make_product(make_organisation(seller.market))
    assert "No products yet" in seller.browser.get("/en/workshop/products/").content.decode()
    assert "Nothing to do today" in seller.browser.get("/en/workshop/").content.decode()
    assert "No sales yet" in seller.browser.get("/en/workshop/money/").content.decode()
    assert "No orders here" in seller.browser.get("/en/workshop/orders/").content.decode()


def test_a_count_of_what_nobody_saw_is_still_a_count(seller: Seller, rug: Product) -> None:
    set_quantity(variant_of(rug), 5)
    assert send(seller, rug, "quantity/", quantity="6")[0] == 303
