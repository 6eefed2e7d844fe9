"""Pages as schema.org says them. A price here is the price a person reads on the page."""

from collections.abc import Sequence
from typing import Any

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.showcase.window.queries import Offered, ShownProduct
from tadamun.web.storefront.delivery import Delivery, home_country

Json = dict[str, Any]
SCHEMA = "https://schema.org/"


def breadcrumb(origin: str, steps: Sequence[tuple[str, str]]) -> Json:
    """``steps``: name and path, from the first page down."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": origin + path}
        for place, (name, path) in enumerate(steps, start=1)
    ]
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items}


def store(market: Market, language: str, origin: str) -> Json:
    """The market itself."""
    address = market.fact("address", language)
    found: Json = {
        "@context": SCHEMA, "@type": "OnlineStore", "@id": f"{origin}/#store", "name": market.name(language),
        "url": f"{origin}/{language}/", "description": words(market.taglines, language, market.languages),
        "hasMerchantReturnPolicy": return_policy(market),
    }  # fmt: skip
    if address:
        found["address"] = address
    for key, name in (("telephone", "phone"), ("email", "email"), ("taxID", "ice")):
        if value := market.fact(name, language):
            found[key] = value
    return found


def return_policy(market: Market) -> Json:
    """The days of withdrawal; sending back is at the buyer's expense (law 31-08, art. 36)."""
    return {
        "@type": "MerchantReturnPolicy", "applicableCountry": home_country(market),
        "returnPolicyCategory": f"{SCHEMA}MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": market.policy.return_days, "returnMethod": f"{SCHEMA}ReturnByMail",
        "returnFees": f"{SCHEMA}ReturnFeesCustomerResponsibility",
    }  # fmt: skip


def shipping(market: Market, delivery: Delivery, lead_days: int) -> Json:
    """To the market's own country, at most what the page says."""
    rate: Json = {"@type": "MonetaryAmount", "currency": delivery.fee_max.currency}
    rate |= {"value": str(delivery.fee_max.major)}
    ready = max(market.policy.prepare_days, lead_days)
    low, high = delivery.days if delivery.city else (delivery.days[0] - ready, delivery.days[1] - ready)
    return {
        "@type": "OfferShippingDetails", "shippingRate": rate,
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": home_country(market)},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": {"@type": "QuantitativeValue", "minValue": 0, "maxValue": ready, "unitCode": "DAY"},
            "transitTime": {"@type": "QuantitativeValue", "minValue": low, "maxValue": high, "unitCode": "DAY"},
        },
    }  # fmt: skip


def availability(offer: Offered) -> str:
    if offer.closed:
        return f"{SCHEMA}OutOfStock"
    if offer.made_to_order:
        return f"{SCHEMA}MadeToOrder"
    return f"{SCHEMA}{'InStock' if offer.on_hand > 0 else 'OutOfStock'}"


def product(
    shown: ShownProduct, market: Market, *, url: str, origin: str, language: str, images: Sequence[str],
    prices: dict[int, Money], delivery: Delivery | None,
) -> Json:  # fmt: skip
    """``Product``, ``IndividualProduct`` for a unique piece, ``ProductGroup`` for several variants."""
    base: Json = {
        "@context": SCHEMA, "name": shown.row.title, "url": url, "inLanguage": language,
        "brand": {"@type": "Brand", "name": shown.organisation.name(language)},
    }  # fmt: skip
    if shown.row.summary:
        base["description"] = shown.row.summary
    if images:
        base["image"] = list(images)
    offers = [
        (offer, _offer(shown, offer, market, url, origin, language, prices, delivery))
        for offer in shown.offers
    ]
    if len(offers) == 1:
        offer, said = offers[0]
        kind = "IndividualProduct" if offer.variant.mode == Variant.Mode.UNIQUE else "Product"
        return base | {"@type": kind, "sku": offer.variant.sku, "offers": said}
    return base | {
        "@type": "ProductGroup", "productGroupID": shown.product.code,
        "hasVariant": [
            {"@type": "Product", "sku": offer.variant.sku, "name": _variant_name(shown, offer, language), "offers": said}
            for offer, said in offers
        ],
    }  # fmt: skip


def _variant_name(shown: ShownProduct, offer: Offered, language: str) -> str:
    values = [option_text(value, language) for value in offer.variant.options.values()]
    return " – ".join([shown.row.title, *values])


def option_text(value: object, language: str) -> str:
    """An option's name or value: one text, or one in several languages."""
    return words(value, language) if isinstance(value, dict) else str(value)


def _offer(
    shown: ShownProduct, offer: Offered, market: Market, url: str, origin: str, language: str,
    prices: dict[int, Money], delivery: Delivery | None,
) -> Json:  # fmt: skip
    price = prices[offer.variant.pk]
    shop = f"{origin}/{language}/shops/{shown.organisation.code}/"
    said: Json = {
        "@type": "Offer", "url": url, "price": str(price.major), "priceCurrency": price.currency,
        "availability": availability(offer), "itemCondition": f"{SCHEMA}NewCondition",
        "seller": {"@type": "Organization", "name": shown.organisation.name(language), "url": shop},
        "hasMerchantReturnPolicy": return_policy(market),
    }  # fmt: skip
    if shown.back_on:
        said["availabilityStarts"] = shown.back_on.isoformat()
    if delivery:
        lead = offer.variant.lead_days_max if offer.made_to_order else 0
        said["shippingDetails"] = shipping(market, delivery, lead)
    return said


def organisation(name: str, url: str, description: str, place: str) -> Json:
    found: Json = {"@context": SCHEMA, "@type": "Organization", "name": name, "url": url}
    if description:
        found["description"] = description
    if place:
        found["address"] = place
    return found


def person(name: str, url: str, works_for: str, image: str) -> Json:
    """Only of somebody who lets her name be shown; ``image`` only with her consent too."""
    found: Json = {"@context": SCHEMA, "@type": "Person", "name": name, "url": url}
    found["worksFor"] = {"@type": "Organization", "name": works_for}
    if image:
        found["image"] = image
    return found
