"""A careful visitor's story: nothing is asked of her browser that the shop could do without."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.people import BUYER, add_to_basket, delivery_told, open_page, place, tell_where
from tests.journeys.stage import Installation

BUYABLE = "main form[action$='/basket/lines/'] button.wide"


def test_no_cookie_before_it_is_needed(served: Installation, phone: Page) -> None:
    for path in (
        "/ar/",
        "/ar/crafts/",
        "/ar/shops/",
        "/ar/search/?q=زربية",
        served.products["elhajeb"][0],
        "/ar/basket/",
    ):
        phone.goto(served.address("elhajeb", path))
        assert phone.context.cookies() == [], path
        assert phone.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0], path


def test_it_works_with_pictures_blocked(served: Installation, phone: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort() if route.request.resource_type == "image" else route.continue_()

    phone.route("**/*", refuse)
    phone.goto(served.address("dakhla", "/ar/"))
    card = phone.locator(".card:not(:has(.tag.out)) a").first
    name = card.inner_text().splitlines()[0]
    card.click()
    expect(phone.locator("h1")).to_contain_text(name[:20])
    # Every picture says in words what it shows; where it is missing the page keeps its shape.
    pictures = phone.locator("main img")
    for at in range(pictures.count()):
        assert pictures.nth(at).get_attribute("alt") is not None
        assert pictures.nth(at).get_attribute("width")
    add_to_basket(phone)
    expect(phone.locator("main li.line")).to_have_count(1)


def to_checkout(page: Page, served: Installation, market: str) -> None:
    """With the first product that somebody may buy, by following links."""
    for path in reversed(served.products[market]):
        page.goto(served.address(market, path))
        if page.locator(BUYABLE).count():
            break
    add_to_basket(page)
    page.locator("a[href='/ar/checkout/']").click()
    page.wait_for_url("**/checkout/")


def test_back_after_ordering_does_not_order_again(served: Installation, phone: Page) -> None:
    to_checkout(phone, served, "dakhla")
    tell_where(phone)
    delivery_told(phone)
    order = place(phone)
    phone.go_back()
    if phone.locator("#recap button[value=place]").count():
        phone.locator("#recap button[value=place]").click()
    phone.wait_for_url("**/orders/*/")
    assert phone.url == order
    phone.goto(served.address("dakhla", "/ar/checkout/"))
    phone.wait_for_url("**/orders/*/")
    assert phone.url == order


def test_an_impatient_double_click_is_one_order(served: Installation, phone: Page) -> None:
    to_checkout(phone, served, "dakhla")
    tell_where(phone)
    delivery_told(phone)
    sent: list[str] = []
    phone.on("request", lambda asked: sent.append(asked.post_data or "") if asked.method == "POST" else None)
    phone.locator("#recap button[value=place]").dblclick()
    phone.wait_for_url("**/orders/*/")
    assert len([body for body in sent if "act=place" in body]) == 1


def test_an_impatient_double_click_without_scripts_is_one_order(served: Installation, plain: Page) -> None:
    to_checkout(plain, served, "dakhla")
    tell_where(plain)
    plain.locator("#recap button[value=place]").click()  # shows the total with delivery
    expect(plain.locator("#recap .fact").first).to_be_visible()
    two = plain.context.new_page()
    two.goto(served.address("dakhla", "/ar/checkout/"))
    tell_where(two)
    two.locator("#recap button[value=place]").click()
    orders = {place(plain), place(two)}
    assert len(orders) == 1


@pytest.mark.parametrize(
    "path", ["", "crafts/", "shops/", "search/?q=tapis&sort=cheapest", "pages/terms/", "help/"]
)
def test_another_language_is_the_same_page(served: Installation, plain: Page, path: str) -> None:
    plain.goto(served.address("store", f"/fr/{path}"))
    plain.locator(".bar details.drop summary").click()
    plain.locator(".bar details.drop a[lang=ar]").click()
    plain.wait_for_url("**/ar/**")
    assert plain.url == served.address("store", f"/ar/{path}")
    assert plain.locator("html").get_attribute("dir") == "rtl"


def test_another_language_is_the_same_product_and_the_same_basket(served: Installation, plain: Page) -> None:
    plain.goto(served.address("store", served.products["store"][3]))
    shown = plain.locator("main img").first.get_attribute("src")
    plain.locator(".bar details.drop summary").click()
    plain.locator(".bar details.drop a[lang=fr]").click()
    plain.wait_for_url("**/fr/products/*/")
    assert plain.locator("main img").first.get_attribute("src") == shown
    assert plain.locator("html").get_attribute("lang") == "fr"


def test_what_was_typed_stays_after_a_mistake(served: Installation, plain: Page) -> None:
    to_checkout(plain, served, "dakhla")
    tell_where(plain, phone="06 12")
    plain.locator("#recap button[value=place]").click()
    expect(plain.locator("#errors")).to_be_visible()
    assert plain.locator("[name=phone]").input_value() == "06 12"
    for name in ("full_name", "city", "address", "landmark"):
        assert plain.locator(f"[name={name}]").input_value() == BUYER[name]
    # The summary leads to the field.
    link = plain.locator("#errors a").first.get_attribute("href")
    assert link and re.fullmatch(r"#\S+", link)
    assert plain.locator(link).get_attribute("name") == "phone"


def test_motion_is_reduced_for_whoever_asks(served: Installation, browser: Browser) -> None:
    visit = open_page(browser)
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.goto(served.address("store", "/ar/"))
    moving = visit.page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01"
        " || parseFloat(getComputedStyle(e).animationDuration) > 0.01).length"
    )
    visit.context.close()
    assert moving == 0
