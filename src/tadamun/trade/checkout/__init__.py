"""From a basket to a purchase: carts, quotes, placing, settling.

Placing is one transaction, idempotent by the cart, refused at a total the buyer has not seen; its problems are a typed list.
"""
