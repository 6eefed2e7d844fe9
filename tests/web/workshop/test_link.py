"""Payment by link on the seller's phone: what, how many, the code to scan, paid, given."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from pytest_django import DjangoAssertNumQueries

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.stock.operations import free
from tadamun.kernel import clock
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.operations import suspend_seller
from tadamun.people.sellers.queries import admission_of
from tadamun.solidarity.training.models import Skill
from tadamun.solidarity.training.operations import enter_training, set_right, sign_off, sync_courses
from tadamun.solidarity.training.rights import SEE_TILL
from tadamun.trade.checkout.operations import settle_payment
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.treasury.payments.models import Contract, Payment
from tadamun.treasury.payments.operations import write_contract
from tests.factories import make_person, make_product, orders_of, variant_of
from tests.standing import standing
from tests.web.workshop.conftest import MakeOrder, Seller, browser, state_of

pytestmark = pytest.mark.django_db
G = SellerOrder.GoodsState
HOME = "/en/workshop/link/"


@standing
def bank(seller: Seller) -> Contract:
    return write_contract(
        seller.market, provider="est", acquirer="Banque d’essai", channels=["web", "link"], active=True,
        settings={"page_url": "https://bank.test/", "client_id": "1", "tran_type": "PreAuth"}, secrets={"storekey": "x"},
    )  # fmt: skip


def at(product: Product) -> str:
    return f"{HOME}products/{product.code}/"


def key_in(html: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found
    return found[1]


def said(seller: Seller, product: Product, **changed: str) -> dict[str, str]:
    """The form as it comes, filled in."""
    html = seller.browser.get(at(product)).content.decode()
    sku = variant_of(product).sku
    return {
        "key": key_in(html),
        "sku": sku,
        "quantity": "2",
        "language": "fr",
        "name": "",
        "phone": "",
        **changed,
    }


def ask(seller: Seller, product: Product, **changed: str) -> SellerOrder:
    answer = seller.browser.post(at(product), said(seller, product, **changed))
    assert answer.status_code == 303, answer.content.decode()
    with everything("a test's own purchase"):
        (order,) = orders_of(Purchase.objects.order_by("-pk")[0])
    assert answer["Location"] == f"{HOME}{order.code}/"
    return order


def pay(order: SellerOrder) -> None:
    with everything("a test's own payment"):
        payment = Payment.objects.select_related("market").get(subject=str(order.purchase.reference))
    assert settle_payment(payment, key="test")


@pytest.mark.broad
def test_from_today_to_the_code_she_shows(seller: Seller, rug: Product, bank: Contract) -> None:
    assert HOME in seller.browser.get("/en/workshop/").content.decode()
    assert at(rug) in seller.browser.get(HOME).content.decode()
    order = ask(seller, rug)
    answer = seller.browser.get(f"{HOME}{order.code}/")
    html = answer.content.decode()
    address = f"/fr/orders/{order.purchase.secret}/payment/"
    assert "MAD\xa0900" in html and address in html
    assert 'aria-label="Code to scan"><svg' in html
    message = re.search(r'href="https://wa\.me/\?text=([^"]+)"', html)
    assert message and address in unquote(message[1])
    assert answer.headers["Refresh"] == f"4; url={HOME}{order.code}/?look=1"
    page = browser(seller.market).get(address)
    assert page.status_code == 200 and "900" in page.content.decode()


@pytest.mark.broad
def test_paid_it_says_so_and_she_gives_it(seller: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug)
    assert "Waits for the payment" in seller.browser.get(HOME).content.decode()
    assert "handover/" not in seller.browser.get(f"{HOME}{order.code}/").content.decode()
    pay(order)
    answer = seller.browser.get(f"{HOME}{order.code}/")
    assert "It is paid. You may give it to the visitor." in answer.content.decode()
    assert "Refresh" not in answer.headers and "Code to scan" not in answer.content.decode()
    for page in ("/en/workshop/", f"/en/workshop/orders/{order.code}/"):
        assert "Give it in the shop" in seller.browser.get(page).content.decode()
    for _ in range(2):
        assert seller.browser.post(f"{HOME}{order.code}/handover/").status_code == 303
        assert state_of(order) == G.DELIVERED
    assert "Paid and handed over" in seller.browser.get(f"{HOME}{order.code}/").content.decode()
    assert seller.browser.get(f"/en/workshop/orders/{order.code}/").status_code == 200


@pytest.mark.broad
def test_paid_on_her_terminal_by_the_number_of_its_receipt(
    seller: Seller, rug: Product, bank: Contract
) -> None:
    order = ask(seller, rug)
    path = f"{HOME}{order.code}/"
    assert "terminal/" not in seller.browser.get(path).content.decode()
    write_contract(
        seller.market, provider="terminal", acquirer="Banque", channels=["terminal"], active=True,
        settings={"merchant": "1", "sellers": seller.organisation.code}, secrets={},
    )  # fmt: skip
    assert "Number on the terminal’s receipt" in seller.browser.get(path).content.decode()
    seller.browser.post(f"{path}terminal/", {"receipt": " "})
    assert "Please write the number on the terminal’s receipt" in seller.browser.get(path).content.decode()
    assert state_of(order) == G.TO_PAY
    seller.browser.post(f"{path}terminal/", {"receipt": "000123"})
    assert "It is paid. You may give it to the visitor." in seller.browser.get(path).content.decode()
    again = ask(seller, rug)
    seller.browser.post(f"{HOME}{again.code}/terminal/", {"receipt": "000123"})
    page = seller.browser.get(f"{HOME}{again.code}/").content.decode()
    assert "This receipt has paid another sale" in page and "Waits for the payment" in page


@pytest.mark.broad
def test_unpaid_it_is_not_given(seller: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug)
    seller.browser.post(f"{HOME}{order.code}/handover/")
    assert state_of(order) == G.TO_PAY
    assert "Nothing was changed" in seller.browser.get(f"{HOME}{order.code}/").content.decode()


@pytest.mark.broad
def test_the_visitor_goes_away(seller: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug)
    assert free(variant_of(rug)) == 8
    assert seller.browser.post(f"{HOME}{order.code}/cancellation/").status_code == 303
    assert state_of(order) == G.CANCELLED
    assert free(variant_of(rug)) == 10
    assert "its pieces are on sale again" in seller.browser.get(f"{HOME}{order.code}/").content.decode()


@pytest.mark.broad
def test_paid_meanwhile_it_is_not_cancelled(seller: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug)
    pay(order)
    seller.browser.post(f"{HOME}{order.code}/cancellation/")
    assert state_of(order) == G.TO_ACCEPT


@pytest.mark.broad
def test_pressed_twice_it_asks_once(seller: Seller, rug: Product, bank: Contract) -> None:
    form = said(seller, rug)
    first, second = (seller.browser.post(at(rug), form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert free(variant_of(rug)) == 8


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"quantity": "11"}, "Only 10 pieces are free."),
        ({"quantity": "٠"}, "greater than or equal to 1"),
        ({"quantity": "two"}, "whole number"),
        ({"sku": "OF-ANOTHER"}, "Please choose which one."),
        ({"language": "xx"}, "Please choose a language."),
        ({"phone": "12"}, "The number has 10 digits"),
    ],
)
def test_bad_words_come_back_with_a_sentence(
    seller: Seller, rug: Product, bank: Contract, changed: dict[str, str], words: str
) -> None:
    answer = seller.browser.post(at(rug), said(seller, rug, **changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert free(variant_of(rug)) == 10


@pytest.mark.broad
def test_with_a_phone_the_chat_is_hers(seller: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug, phone="0612345678", name="Sara", quantity="١")
    assert (order.purchase.phone, order.purchase.full_name) == ("+212612345678", "Sara")
    assert "https://wa.me/212612345678?text=" in seller.browser.get(f"{HOME}{order.code}/").content.decode()


@pytest.mark.broad
def test_a_single_piece_asks_for_no_number(seller: Seller, bank: Contract) -> None:
    piece = make_product(seller.organisation, mode=Variant.Mode.UNIQUE, quantity=1)
    html = seller.browser.get(at(piece)).content.decode()
    assert '<input type="hidden" name="quantity" value="1">' in html
    ask(seller, piece, quantity="1")
    assert at(piece) not in seller.browser.get(HOME).content.decode()
    assert seller.browser.get(at(piece)).status_code == 404


@pytest.mark.broad
def test_it_is_hers_alone(seller: Seller, other: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug)
    assert other.browser.get(at(rug)).status_code == 404
    assert other.browser.post(at(rug), said(seller, rug)).status_code == 404
    assert other.browser.get(f"{HOME}{order.code}/").status_code == 404
    for what in ("handover/", "cancellation/"):
        assert other.browser.post(f"{HOME}{order.code}/{what}").status_code == 404
    assert order.code not in other.browser.get(HOME).content.decode()


def test_an_order_of_the_web_is_no_link(
    seller: Seller, rug: Product, bank: Contract, make_order: MakeOrder
) -> None:
    order = make_order()
    assert seller.browser.get(f"{HOME}{order.code}/").status_code == 404
    assert seller.browser.post(f"{HOME}{order.code}/handover/").status_code == 404


def test_without_such_a_contract_it_is_said_plainly(seller: Seller, rug: Product) -> None:
    assert HOME not in seller.browser.get("/en/workshop/").content.decode()
    answer = seller.browser.get(HOME)
    assert answer.status_code == 200 and "no bank yet that takes payments by link" in answer.content.decode()
    assert seller.browser.get(at(rug)).status_code == 404


def test_one_who_may_not_sell_asks_for_nothing(seller: Seller, rug: Product, bank: Contract) -> None:
    suspend_seller(admission_of(seller.organisation, seller.market), reason="test")
    assert seller.browser.get(at(rug)).status_code == 404
    assert seller.browser.post(at(rug), {"quantity": "1"}).status_code == 404


@pytest.mark.broad
def test_the_page_stops_looking(seller: Seller, rug: Product, bank: Contract) -> None:
    order = ask(seller, rug)
    with clock.shifted(timedelta(minutes=25)):
        answer = seller.browser.get(f"{HOME}{order.code}/?look=300")
    assert "Refresh" not in answer.headers and "Look whether it is paid" in answer.content.decode()
    assert seller.browser.get(f"{HOME}{order.code}/?look=x").headers["Refresh"].startswith("4;")


@pytest.mark.broad
def test_as_many_questions_for_one_product_as_for_many(
    seller: Seller, rug: Product, bank: Contract, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        make_product(seller.organisation)
    ask(seller, rug)
    ask(seller, rug)
    seller.browser.get(HOME)
    with django_assert_max_num_queries(20):
        assert seller.browser.get(HOME).status_code == 200


@pytest.mark.broad
def test_the_till_opens_with_the_lesson(seller: Seller, rug: Product, bank: Contract) -> None:
    sync_courses()
    set_right(seller.market, SEE_TILL, skills=["e_payment"], also_before=True)
    page = seller.browser.get(HOME).content.decode()
    assert "/learn/payment/by-link/1/" in page and at(rug) not in page
    assert seller.browser.get(at(rug)).status_code == 404
    learning = seller.browser.get("/en/workshop/learn/").content.decode()
    assert "/en/workshop/learn/payment/" in learning and "First show:" in learning
    learner = enter_training(seller.market, seller.person)
    with scope(market_id=seller.market.pk):
        sign_off([learner], Skill.objects.get(slug="e_payment"), by=make_person())
    assert at(rug) in seller.browser.get(HOME).content.decode()
    assert "First show:" not in seller.browser.get("/en/workshop/learn/").content.decode()
