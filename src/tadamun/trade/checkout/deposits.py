"""What of made-to-order goods is paid when, and what a purchase owes now: see docs/algorithms/deposits.md. Reads only."""

from dataclasses import dataclass

from tadamun.kernel.money import Money, total
from tadamun.people.markets.policies import Policies
from tadamun.people.sellers.models import Admission
from tadamun.trade.checkout.debts import left_of_ways
from tadamun.trade.checkout.queries import ways_for
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import owes_balance
from tadamun.trade.orders.states import G
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.providers import paid_first

Part = Payment.Part
IN_WORK = (G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER)


@dataclass(frozen=True, slots=True)
class Terms:
    """``share_bp`` of made-to-order goods worth at least ``least_minor`` is the deposit; zero: all is paid at once."""

    share_bp: int = 0
    least_minor: int = 0

    @classmethod
    def of(cls, policy: Policies) -> "Terms":
        return cls(policy.deposit_bp, policy.deposit_from_minor)

    def split(self, made: Money) -> tuple[Money, Money]:
        """Deposit and balance of made-to-order goods; two zeros where all is paid at once."""
        deposit = made.share(self.share_bp)
        if made.minor < self.least_minor or not deposit or deposit == made:
            return Money(0, made.currency), Money(0, made.currency)
        return deposit, made - deposit


AT_ONCE = Terms()


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be paid now, and of which orders: all, the deposit, or the balance."""

    part: str
    orders: tuple[SellerOrder, ...]
    currency: str

    @property
    def shares(self) -> dict[str, Money]:
        """Reference of the order → its part."""
        balance = self.part == Part.BALANCE
        return {str(o.reference): o.balance if balance else o.first_part for o in self.orders}

    @property
    def amount(self) -> Money:
        return total(list(self.shares.values()), self.currency)


def owed_now(purchase: Purchase) -> Owed:
    """Before anybody prepares them all that wait for money; later the balances of packed pieces, or of all while none is."""
    rows = SellerOrder.objects.filter(purchase=purchase).select_related("market").order_by("pk")
    first = tuple(order for order in rows if order.goods_state == G.TO_PAY)
    if first:
        parted = any(order.balance_minor for order in first)
        return Owed(Part.DEPOSIT if parted else Part.WHOLE, first, purchase.currency)
    open_ = [o for o in rows if o.balance_minor and o.goods_state in IN_WORK and owes_balance(o)]
    packed = [order for order in open_ if order.goods_state == G.TO_HAND_OVER]
    return Owed(Part.BALANCE, tuple(packed or open_), purchase.currency)


def ways_to_pay(purchase: Purchase, owed: Owed) -> tuple[str, ...]:
    """A deposit is never paid at the door, a balance only where the market allows it; nothing to who owes too much."""
    ways = ways_for(purchase, owed.amount)
    if owed.part == Part.DEPOSIT or (owed.part == Part.BALANCE and not purchase.market.policy.balance_cash):
        return tuple(way for way in ways if paid_first(way))
    if all(paid_first(way) for way in ways):
        return ways
    sellers = Admission.objects.filter(organisation__in=[order.organisation_id for order in owed.orders])
    owes = dict(sellers.filter(market=purchase.market_id).values_list("organisation", "owes_since"))
    return left_of_ways(ways, purchase.market, owes)


def kind_paid(order: SellerOrder, payment: Payment) -> str:
    """What the money of a payment is to an order: its deposit, or all that was left of it."""
    in_parts = order.balance_minor and payment.part == Part.DEPOSIT
    return Fact.Kind.DEPOSIT_PAID if in_parts else Fact.Kind.PAID
