"""The whole demonstration, in the order in which a real operator would do it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from django.db import connections, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tadamun.config.demo.admitting import admit, register_sellers
from tadamun.config.demo.banking import sign_with_bank
from tadamun.config.demo.commissioning import make_on_request
from tadamun.config.demo.joining import help_her, leave_applications
from tadamun.config.demo.keys import give_members
from tadamun.config.demo.learning import TRAINER, appoint_trainer, teach
from tadamun.config.demo.linking import ask_a_visitor
from tadamun.config.demo.listing import leave_listings
from tadamun.config.demo.markets import market_plans
from tadamun.config.demo.minding import go_on_holiday, look_at_each_other
from tadamun.config.demo.opening import OPERATOR, TREASURER, open_markets
from tadamun.config.demo.ordering import BUYER, place_orders
from tadamun.config.demo.organisations import organisation_plans
from tadamun.config.demo.paying_out import pay_out, share_among_makers
from tadamun.config.demo.photographs import picture_products, take_pictures
from tadamun.config.demo.portraying import show_makers
from tadamun.config.demo.products import ProductPlan, products
from tadamun.config.demo.reviewing import leave_to_review
from tadamun.config.demo.stocking import make_products
from tadamun.config.report import Failed
from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import feature_product
from tadamun.kernel.jobs import enqueue, run_worker
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations.escalating import escalate_unanswered
from tadamun.trade.checkout.operations.ripening import ripen

A_MARKET = 60  # products of a market, unless somebody asks for many more
AT_ONCE = 12  # the newest of a market: their pictures are drawn before the first visitor comes
FEATURED = 6
Say = Callable[[str], None]
Made = tuple[int, int, int]
"""How many sellers, products and orders."""


class AlreadyFilled(Failed):
    """There are markets already; nothing was written."""


def fill(*, count: int | None, if_empty: bool, say: Say, processes: int) -> dict[str, Any]:
    """Make the demonstration, markets side by side in so many processes; what was made, by name. See ``demo.make``."""
    if Market.objects.exists():
        if if_empty:
            found = _demonstrated()
            for market in found:
                sign_with_bank(market)
            _say_who_signs_in(found, say)
            return {}
        raise AlreadyFilled(
            _("There are markets already; the demonstration is made in an empty installation.")
        )
    say(_("Opening four demonstration markets …"))
    markets = open_markets()
    appoint_trainer(markets)
    # Each setting of a market has asked for its pages anew; there are none yet, so this is the cheapest moment.
    run_worker(once=True)
    say(_("Making sellers, products, pictures and orders …"))
    each = None if count is None else max(1, count // len(markets))
    made = _fill_all([market.slug for market in markets], each, processes)
    ripen()
    escalate_unanswered()
    for market in markets:
        pay_out(market)
    if count is not None:
        # An admission shows the first hundreds of a seller's goods at once and leaves the rest to the worker.
        say(_("Writing the public catalogue …"))
        run_worker(once=True)
    sign_in = _say_who_signs_in(markets, say)
    sellers, goods, orders = (sum(column) for column in zip(*made, strict=True))
    return {
        "markets": len(markets),
        "sellers": sellers,
        "products": goods,
        "orders": orders,
        "sign_in": sign_in,
    }


def _fill_all(slugs: Sequence[str], each: int | None, processes: int) -> list[Made]:
    fill_one = partial(_fill_market, count=each)
    if processes < 2:
        return [fill_one(slug) for slug in slugs]
    # A connection must not be shared with a forked child: each opens its own.
    connections.close_all()
    with ProcessPoolExecutor(min(processes, len(slugs)), mp_context=get_context("fork")) as pool:
        return list(pool.map(fill_one, slugs))


def _fill_market(slug: str, *, count: int | None) -> Made:
    """Sellers, products and orders of one market."""
    market = Market.objects.get(slug=slug)
    sellers = register_sellers(market)
    if count is not None:
        # Nobody is admitted yet: the public catalogue is written once, by the admissions.
        goods = make_products(sellers, products(slug, count), {})
        admit(sellers)
        return len(sellers), goods, 0
    plans = list(products(slug, A_MARKET))
    admit(sellers)
    goods = make_products(sellers, plans[AT_ONCE:], {})
    goods += make_products(sellers, plans[:AT_ONCE], take_pictures(sellers, plans[:AT_ONCE]), days_ago=(1, 6))
    with transaction.atomic():
        enqueue(picture_products, slug, AT_ONCE, A_MARKET - AT_ONCE)
        _feature(market, plans)
    share_among_makers(sellers[0])
    orders = place_orders(market, sellers, plans) + ask_a_visitor(market, sellers[0])
    orders += make_on_request(market, sellers[0])
    leave_to_review(market, plans)
    give_members(sellers[0])
    show_makers(sellers)
    teach(market, sellers)
    leave_listings(market, sellers[0].organisation)
    leave_applications(market, sellers)
    help_her(market, sellers[0])
    look_at_each_other(market, sellers)
    go_on_holiday(sellers[1])
    return len(sellers), goods, orders


def _feature(market: Market, plans: Sequence[ProductPlan]) -> None:
    """Some products of different sellers, on the first page."""
    chosen = [plan.handle for plan in plans[: AT_ONCE : AT_ONCE // FEATURED]]
    with scope(market_id=market.pk):
        for product in Product.objects.select_related("organisation").filter(external_id__in=chosen):
            feature_product(product, market)


def _demonstrated() -> list[Market]:
    """The markets of an earlier demonstration; none where real ones were opened."""
    if not Person.objects.filter(phone=OPERATOR).exists():
        return []
    return list(Market.objects.filter(slug__in=[plan.slug for plan in market_plans()]).order_by("pk"))


def _say_who_signs_in(markets: Sequence[Market], say: Say) -> dict[str, str]:
    phones = _sign_in_phones(markets) if markets else {}
    for who, phone in phones.items():
        say(f"{who}: {phone}")
    return phones


def _sign_in_phones(markets: Sequence[Market]) -> dict[str, str]:
    language = (get_language() or "en")[:2]
    phones = {
        _("Operator of all four markets"): OPERATOR,
        _("Second operator"): TREASURER,
        _("Trainer"): TRAINER,
        _("Buyer"): BUYER,
    }
    for market in markets:
        seller = organisation_plans(market.slug)[0]
        phones[_("Seller in %(market)s") % {"market": market.name(language)}] = seller.phone
    return phones
