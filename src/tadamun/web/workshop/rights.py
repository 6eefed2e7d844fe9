"""Which right of a mandate each page of the workshop needs, by the name of its address. A page that is not named here is
the artisan's own: a helper does not reach it. Price pages stand under products: what a helper asks there becomes a proposal.
"""

from tadamun.people.sellers.rules import (
    ANYBODY,
    HERSELF,
    LEARNING,
    MESSAGES,
    MONEY,
    ORDERS,
    PRODUCTS,
    REQUESTS,
    STOCK,
)

__all__ = ["HERSELF", "MESSAGES", "OF_A_PAGE", "right_of"]

OF_A_PAGE: dict[str, str] = {
    "today": ANYBODY,
    "voice": ANYBODY,
    "reversal": ANYBODY,
    "helped": ANYBODY,
    "mandate": ANYBODY,
    "orders": ORDERS,
    "order": ORDERS,
    "acceptance": ORDERS,
    "refusal": ORDERS,
    "order_later": ORDERS,
    "order_making": ORDERS,
    "order_reversal": ORDERS,
    "order_slip": ORDERS,
    "shop": ANYBODY,
    "shop_holiday": PRODUCTS,
    "shop_sharing": ANYBODY,
    "shop_poster": ANYBODY,
    "shop_world": ANYBODY,
    "product_sharing": PRODUCTS,
    "table": HERSELF,
    "table_file": PRODUCTS,
    "table_files": HERSELF,
    "table_import": HERSELF,
    "checks": ANYBODY,
    "check": ANYBODY,
    "packing": ORDERS,
    "handover": ORDERS,
    "delivery": ORDERS,
    "order_progress": ORDERS,
    "link": ORDERS,
    "link_product": ORDERS,
    "link_asked": ORDERS,
    "link_handover": ORDERS,
    "link_cancellation": ORDERS,
    "products": PRODUCTS,
    "listing": PRODUCTS,
    "listing_words": PRODUCTS,
    "listing_share": PRODUCTS,
    "listing_shared": PRODUCTS,
    "listing_step": PRODUCTS,
    "listing_draft": PRODUCTS,
    "listing_removal": PRODUCTS,
    "draft": PRODUCTS,
    "draft_file": PRODUCTS,
    "draft_sending": PRODUCTS,
    "wording": PRODUCTS,
    "hearing": PRODUCTS,
    "agreement": HERSELF,
    "objection": HERSELF,
    "product": PRODUCTS,
    "price": PRODUCTS,
    "visibility": PRODUCTS,
    "quantity": STOCK,
    "money": MONEY,
    "statement": MONEY,
    "statement_file": MONEY,
    "statement_paper": MONEY,
    "payouts": MONEY,
    "payout": MONEY,
    "papers": MONEY,
    "paper": MONEY,
    "request_quote": HERSELF,
    "destination": HERSELF,
    "withdrawal": HERSELF,
    "withdrawal_reversal": HERSELF,
    "withdrawal_receipt": MONEY,
    "withdrawal_paper": MONEY,
    "shares": HERSELF,
    "mandates": HERSELF,
    "mandate_end": HERSELF,
    "proposals": HERSELF,
    "proposal": HERSELF,
    "consents": HERSELF,
    "members": HERSELF,
    "members_import": HERSELF,
    "members_problems": HERSELF,
}

# Rooms whose pages are all under one right, by the beginning of their address's name.
_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("conversation", MESSAGES),
    ("message", MESSAGES),
    ("request", REQUESTS),
    ("commission", REQUESTS),
    ("lesson", LEARNING),
    ("course", LEARNING),
    ("learn", LEARNING),
)


def right_of(name: str) -> str:
    """What a helper needs for the page with this name; ``HERSELF`` for a page nobody thought of."""
    if name in OF_A_PAGE:
        return OF_A_PAGE[name]
    return next((right for start, right in _BEGINNINGS if name.startswith(start)), HERSELF)
