"""Questions about baskets, by the token in a visitor's cookie, in the scope of her market."""

from django.db.models import Sum

from tadamun.trade.checkout.models import Cart, CartLine
from tadamun.trade.orders.models import Purchase


def open_cart_of(token: str) -> Cart | None:
    """Her basket, unless it became an order."""
    if not token:
        return None
    return Cart.objects.select_related("market").filter(token=token, placed_at=None).first()


def purchase_of(token: str) -> Purchase | None:
    """What her basket became; ``None`` while it is one."""
    cart = Cart.objects.filter(token=token, placed_at__isnull=False).first() if token else None
    return Purchase.objects.filter(placed_from=str(cart.reference)).first() if cart else None


def line_of(cart: Cart, pk: int) -> CartLine | None:
    """A line of this basket and of no other."""
    lines = CartLine.objects.select_related("variant__product", "variant__organisation")
    return lines.filter(cart=cart, pk=pk).first()


def count_in(cart: Cart) -> int:
    """How many things lie in it."""
    return CartLine.objects.filter(cart=cart).aggregate(count=Sum("quantity"))["count"] or 0
