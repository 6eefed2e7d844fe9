"""What a basket costs, from whom, when it arrives, and what stands in the way. Reads, never writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.queries import Promise, Shelf
from tadamun.kernel import clock
from tadamun.kernel.money import Money, total
from tadamun.kernel.prepared import Prepared
from tadamun.kernel.scopes import market_of_scope, scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.ceilings import ABROAD, allowed
from tadamun.people.sellers.fees import fees_by_plan
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.showcase.window.models import CatalogueRow, back_on
from tadamun.showcase.window.prices import NoRate, buyer_price, rate_of
from tadamun.trade.checkout.debts import left_of_ways
from tadamun.trade.checkout.deposits import Terms
from tadamun.trade.checkout.models import Cart, CartLine
from tadamun.trade.checkout.problems import Code, Problem
from tadamun.trade.checkout.queries import lines_of
from tadamun.trade.shipping.queries import Place
from tadamun.trade.shipping.quoting import DeliveryQuote, quote_delivery
from tadamun.treasury.ledger.queries import DatedRate, rates_to
from tadamun.treasury.payments.queries import methods_for


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line as it would be bought now. ``unit`` is what the buyer pays, ``seller_unit`` what its seller named; ``dated`` the
    rate between them, as it was named, where they are of two currencies.
    """

    line: CartLine
    variant: Variant
    unit: Money
    seller_unit: Money
    rate: Decimal
    picture: str
    slug: str
    title: str
    problems: tuple[Problem, ...]
    free: int
    hold: Promise | None
    dated: DatedRate | None = None

    @property
    def amount(self) -> Money:
        return self.unit * self.line.quantity

    @property
    def buyable(self) -> bool:
        return not any(problem.blocking for problem in self.problems)


@dataclass(frozen=True, slots=True)
class QuotedParcel:
    """One seller's part. ``delivery`` is ``None`` until a place is known or when it is not served. ``owes_since``: since when
    she owes the market too much.
    """

    organisation: Organisation
    lines: tuple[QuotedLine, ...]
    delivery: DeliveryQuote | None
    fee_bp: int
    sold_as: str
    owes_since: datetime | None = None

    @property
    def goods(self) -> Money:
        return total([line.amount for line in self.lines if line.buyable], self.lines[0].unit.currency)

    @property
    def seller_goods(self) -> Money:
        """The same in the seller's currency, in which all lines of a parcel are."""
        amounts = [line.seller_unit * line.line.quantity for line in self.lines if line.buyable]
        return total(amounts, self.lines[0].seller_unit.currency)

    @property
    def made(self) -> Money:
        """Of it what is made to order."""
        lines = [line for line in self.lines if line.variant.mode == Variant.Mode.MADE_TO_ORDER]
        return total([line.amount for line in lines if line.buyable], self.lines[0].unit.currency)

    @property
    def lead_days(self) -> int:
        made = [line.variant for line in self.lines if line.variant.mode == Variant.Mode.MADE_TO_ORDER]
        return max((variant.lead_days_max for variant in made), default=0)


@dataclass(frozen=True, slots=True)
class Quote:
    """``methods`` are the ways to pay that are offered for this total and place. ``not_at_door``: but for one of its
    sellers, who owes too much, it could be paid at the door.
    """

    cart: Cart
    parcels: tuple[QuotedParcel, ...]
    place: Place | None
    goods: Money
    delivery: Money
    problems: tuple[Problem, ...]
    methods: tuple[str, ...]
    not_at_door: bool = False

    @property
    def total(self) -> Money:
        return self.goods + self.delivery

    @property
    def count(self) -> int:
        return sum(line.line.quantity for parcel in self.parcels for line in parcel.lines)

    def balance(self, terms: Terms) -> Money:
        """What would be paid before dispatch."""
        return total([terms.split(parcel.made)[1] for parcel in self.parcels], self.goods.currency)


def quote_cart(
    cart: Cart, place: Place | None, language: str, *, stock: bool = True, herself: bool = False
) -> Quote:
    """The quote of a basket in the scope of its market: four queries whatever the number of lines, abroad one a seller more.

    Without ``stock`` nobody looks at the shelf: for placing, where taking the goods decides. ``herself``: its seller asks,
    to whom her shop is not closed.
    """
    market = cart.market
    lines = lines_of(cart)
    quoted = _at_home(_quote_lines(cart, lines, language, stock, herself), market, place)
    parcels = _parcels(cart, quoted, place)
    goods = total([parcel.goods for parcel in parcels], market.currency)
    fees = [parcel.delivery.fee for parcel in parcels if parcel.delivery and parcel.goods]
    delivery = total(fees, market.currency)
    problems = [problem for line in quoted for problem in line.problems]
    if not lines:
        problems.append(Problem(Code.EMPTY))
    country = place.country if place else "MA"
    owes = {parcel.organisation.pk: parcel.owes_since for parcel in parcels}
    ways = methods_for(market, goods + delivery, country)
    left = left_of_ways(ways, market, owes)
    return Quote(cart, parcels, place, goods, delivery, tuple(problems), left, not_at_door=left != ways)


def sends_to(organisation: Organisation, market: Market, country: str) -> bool:
    """Whether its market lets a seller send there: where the market sells everybody does, abroad who has shown it where the
    market asks for that.
    """
    return country in (market.sell_countries or ["MA"]) or allowed(organisation, market, ABROAD)


def _at_home(lines: list[QuotedLine], market: Market, place: Place | None) -> list[QuotedLine]:
    """Lines of who does not send so far say so."""
    if place is None:
        return lines
    sellers = {line.variant.organisation_id: line.variant.organisation for line in lines}
    near = {pk for pk, seller in sellers.items() if not sends_to(seller, market, place.country)}
    return [
        replace(line, problems=(*line.problems, Problem(Code.NOT_ABROAD, line.variant.pk)))
        if line.variant.organisation_id in near
        else line
        for line in lines
    ]


class Shown(NamedTuple):
    """What the window says of a product."""

    slug: str
    title: str
    picture: str
    availability: str
    facets: dict[str, Any]


def _quote_lines(
    cart: Cart, lines: Sequence[CartLine], language: str, stock: bool, herself: bool
) -> list[QuotedLine]:
    market = cart.market
    products = tuple({line.variant.product_id for line in lines})
    shown = {pk: Shown(*row) for pk, *row in _SHOWN(market_of_scope(), language, products)}
    shelf = Shelf([line.variant_id for line in lines]) if stock else None
    foreign = any(line.variant.currency != market.currency for line in lines)
    rates = rates_to(market.currency, market.pk) if foreign else {}
    return [
        _quote_line(cart, line, shown.get(line.variant.product_id), shelf, rates, herself) for line in lines
    ]


def _quote_line(
    cart: Cart, line: CartLine, shown: Shown | None, shelf: Shelf | None, rates: Mapping[str, DatedRate], herself: bool
) -> QuotedLine:  # fmt: skip
    variant, currency = line.variant, cart.market.currency
    try:
        unit = buyer_price(variant.price, currency, rates)
        rate = rate_of(variant.currency, currency, rates)
    except NoRate:
        shown, unit, rate = None, Money(line.seen_minor, currency), Decimal(1)
    lies, mine, theirs = shelf.of(variant.pk, str(cart.reference)) if shelf else (line.quantity, None, [])
    free = lies - sum(promise.quantity for promise in theirs)
    problems = _line_problems(line, shown is not None and variant.active, unit, free, lies, theirs)
    if shown and not herself:
        opens = back_on(shown.availability, shown.facets, clock.day_in(cart.market.time_zone))
        problems += [Problem(Code.AWAY, variant.pk, opens=opens)] if opens else []
    slug, title, picture = (shown.slug, shown.title, shown.picture) if shown else ("", "", "")
    return QuotedLine(
        line=line, variant=variant, unit=unit, seller_unit=variant.price, rate=rate, picture=picture, slug=slug,
        title=title, problems=tuple(problems), free=free, hold=mine,
        dated=rates.get(variant.currency) if variant.currency != currency else None,
    )  # fmt: skip


def _line_problems(
    line: CartLine, shown: bool, unit: Money, free: int, on_hand: int, theirs: Sequence[Promise]
) -> list[Problem]:
    if not shown:
        return [Problem(Code.GONE, line.variant_id)]
    problems = []
    if line.variant.mode != Variant.Mode.MADE_TO_ORDER and free < line.quantity:
        if free <= 0 and theirs and on_hand > 0:
            until = min(hold.expires_at for hold in theirs)
            problems.append(Problem(Code.HELD_BY_ANOTHER, line.variant_id, until=until))
        elif free <= 0:
            problems.append(Problem(Code.SOLD_OUT, line.variant_id))
        else:
            problems.append(Problem(Code.FEWER_LEFT, line.variant_id, left=free))
    if unit.minor != line.seen_minor:
        seen = Money(line.seen_minor, unit.currency)
        problems.append(Problem(Code.PRICE_CHANGED, line.variant_id, before=seen, after=unit))
    return problems


def _in_one_currency(lines: Sequence[QuotedLine]) -> Sequence[QuotedLine]:
    """An order owes its seller one amount: where she names prices in several currencies, in the one the buyer pays."""
    if len({line.seller_unit.currency for line in lines}) == 1:
        return lines
    return [replace(line, seller_unit=line.unit, rate=Decimal(1), dated=None) for line in lines]


def _parcels(cart: Cart, quoted: Sequence[QuotedLine], place: Place | None) -> tuple[QuotedParcel, ...]:
    market = cart.market
    by_seller: dict[int, list[QuotedLine]] = {}
    for line in quoted:
        by_seller.setdefault(line.variant.organisation_id, []).append(line)
    terms = {pk: said for pk, *said in _TERMS(market_of_scope(), tuple(by_seller))}
    fees = fees_by_plan(market, (plan for plan, *_ in terms.values()))
    parcels = []
    for organisation_id, named in by_seller.items():
        lines = _in_one_currency(named)
        plan, sold_as, owes = terms.get(organisation_id, (None, Admission.SellsAs.AGENT, None))
        bare = QuotedParcel(lines[0].variant.organisation, tuple(lines), None, fees[plan], sold_as, owes)
        if place is None or not bare.goods:
            parcels.append(bare)
            continue
        weight = sum((line.variant.weight_g or 500) * line.line.quantity for line in lines if line.buyable)
        delivery = quote_delivery(
            market,
            place.zone,
            weight_g=weight,
            lead_days=bare.lead_days,
            goods=bare.goods,
            today=clock.today(),
        )
        parcels.append(replace(bare, delivery=delivery))
    return tuple(parcels)


def _shown_query(market_id: int, language: str, product_ids: Sequence[int]) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = CatalogueRow.objects.filter(language=language, product__in=product_ids)
        return rows.values_list("product_id", "slug", "title", "picture", "availability", "facets")


def _terms_query(market_id: int, organisation_ids: Sequence[int]) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = Admission.objects.filter(organisation__in=organisation_ids)
        return rows.values_list("organisation_id", "fee_plan_id", "sells_as", "owes_since")


_SHOWN = Prepared(_shown_query)
_TERMS = Prepared(_terms_query)
