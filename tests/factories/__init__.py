"""Markets, sellers, goods and orders for tests, made by the operations that make real ones."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations import ProductDraft, VariantDraft, create_product
from tadamun.goods.stock.operations import receive
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import open_market, publish_legal_text
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_maker, admit_seller, apply_to_market, register_organisation
from tadamun.trade.checkout.operations import Buyer, add_to_cart, open_cart, place_order
from tadamun.trade.checkout.quoting import quote_cart
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.shipping.operations import draw_zone, list_cities
from tadamun.trade.shipping.queries import find_place
from tadamun.treasury.ledger.operations import name_rate

_numbers = count(1)
IDENTITY = {
    "legal_name": "Agence d’essai", "address": "1 rue de l’Essai, Rabat", "phone": "+212500000000",
    "email": "essai@example.org", "ice": "001561191000066", "rib": "007780000123456789012396", "bank": "Banque d’essai",
}  # fmt: skip
THEME = {
    "accent": "#0F5E55",
    "accent_dark": "#79D0C3",
    "motif": "zellige",
    "seed": "test",
    "radius": ".5rem",
    "logo": "",
}


def make_market(slug: str = "souk", **fields: Any) -> Market:
    """An open market in three languages with three zones and a few cities, at ``<slug>.localhost``."""
    policies = fields.pop("policies", {})
    market = open_market(
        slug,
        currency=fields.pop("currency", "MAD"),
        languages=fields.pop("languages", ["ar", "fr", "en"]),
        hosts=[f"{slug}.localhost"],
        names={"ar": "سوق التجربة", "fr": "Souk d’essai", "en": "Test souk"},
        locales={"ar": "ar-MA", "fr": "fr-MA", "en": "en"},
        sell_countries=["MA"],
        ship_countries=["MA", "FR"],
        display_currencies=["EUR"],
        status="open",
        identity=IDENTITY,
        theme=THEME,
        policies={"confirm_cash": True, **policies},
        **fields,
    )
    near = draw_zone(
        market,
        "near",
        names={"ar": "قريب", "fr": "Proche", "en": "Near"},
        countries=["MA"],
        fee_minor=2500,
        days=(1, 2),
    )
    draw_zone(
        market, "rest", names={"ar": "بقية المغرب", "fr": "Reste du Maroc", "en": "Rest of Morocco"}, countries=["MA"],
        fee_minor=4000, days=(2, 5), is_default=True, position=1,
    )  # fmt: skip
    draw_zone(
        market, "eu", names={"ar": "أوروبا", "fr": "Europe", "en": "Europe"}, countries=["FR"], fee_minor=25000,
        days=(5, 10), fee_per_kg_minor=6000, position=2,
    )  # fmt: skip
    list_cities(
        near,
        [
            ("rabat", {"ar": "الرباط", "fr": "Rabat", "en": "Rabat"}, "MA", "MA-04"),
            ("meknes", {"ar": "مكناس", "fr": "Meknès", "en": "Meknes"}, "MA", "MA-03"),
        ],
    )
    for kind in ("terms", "privacy", "legal", "delivery", "about"):
        body = {
            "ar": f"## نص {kind}\n\nفقرة.",
            "fr": f"## Texte {kind}\n\nParagraphe.",
            "en": f"## Text {kind}\n\nA paragraph.",
        }
        publish_legal_text(market, kind, body)
    return market


def make_person(phone: str | None = None, name: str = "فاطمة") -> Person:
    return register_person(phone or f"+2126000{next(_numbers):05d}", name=name, verified=True)


def make_organisation(market: Market | None = None, *, admitted: bool = True, **fields: Any) -> Organisation:
    """A cooperative, admitted to the market when one is given."""
    number = next(_numbers)
    organisation = register_organisation(
        kind=fields.pop("kind", "cooperative"),
        names=fields.pop(
            "names", {"ar": f"تعاونية {number}", "fr": f"Coopérative {number}", "en": f"Cooperative {number}"}
        ),
        region=fields.pop("region", "MA-03"),
        **fields,
    )
    add_maker(organisation, names={"ar": "خديجة", "fr": "Khadija", "en": "Khadija"}, consents=["name"])
    if market:
        admission = apply_to_market(organisation, market)
        if admitted:
            admit_seller(admission)
    return organisation


def make_product(
    organisation: Organisation,
    *,
    title: str = "زربية",
    price: int = 45000,
    currency: str = "MAD",
    mode: str = Variant.Mode.STOCK,
    quantity: int = 10,
    craft: str = "carpets",
    variants: Sequence[VariantDraft] | None = None,
    **fields: Any,
) -> Product:
    """An approved product with its stock; ``price`` in minor units."""
    number = next(_numbers)
    drafts = variants or [
        VariantDraft(
            sku=f"SKU-{number}", price=Money(price, currency), mode=mode, quantity=quantity,
            lead_days=(7, 14) if mode == Variant.Mode.MADE_TO_ORDER else (0, 0),
        )
    ]  # fmt: skip
    titles = fields.pop("titles", {"ar": f"{title} {number}", "fr": f"Tapis {number}", "en": f"Rug {number}"})
    draft = ProductDraft(
        craft=craft, titles=titles, variants=drafts, review=Product.Review.APPROVED, **fields
    )
    product = create_product(organisation, draft)
    with everything("a test's own product"):
        rows = {row.sku: row.pk for row in Variant.objects.filter(product=product)}
    stocked = {rows[d.sku]: d.quantity for d in drafts if d.mode != Variant.Mode.MADE_TO_ORDER}
    receive(organisation, stocked)
    return product


def variant_of(product: Product) -> Variant:
    with everything("a test's own product"):
        return (
            Variant.objects.select_related("product__organisation", "organisation")
            .filter(product=product)
            .order_by("position")[0]
        )


BUYER = Buyer(
    full_name="مريم العلوي",
    phone="+212612345678",
    city="مكناس",
    address="12 زنقة الزيتون",
    landmark="قرب المسجد",
)


def make_purchase(
    market: Market, products: Sequence[Product], *, buyer: Buyer = BUYER, method: str = "cash_on_delivery", quantity: int = 1,
    language: str = "ar", in_parts: bool = False,
) -> Purchase:  # fmt: skip
    """Placed as a buyer would: basket, quote, order at the total she saw."""
    with scope(market_id=market.pk):
        cart = open_cart(market)
        for product in products:
            add_to_cart(cart, variant_of(product), quantity)
        quote = quote_cart(cart, find_place(buyer.city, buyer.country, language), language)
        return place_order(
            cart, buyer=buyer, method=method, seen_total=quote.total, language=language, in_parts=in_parts
        )


def orders_of(purchase: Purchase) -> list[SellerOrder]:
    with everything("a test's own purchase"):
        return list(
            SellerOrder.objects.select_related("market", "purchase", "organisation")
            .filter(purchase=purchase)
            .order_by("pk")
        )


def make_rates() -> None:
    """One shekel, dinar, dollar and euro in dirhams, today."""
    for base, rate in {"ILS": "2.70", "JOD": "13.90", "USD": "9.85", "EUR": "10.75"}.items():
        name_rate(base, "MAD", Decimal(rate), on=clock.today(), source="test")
