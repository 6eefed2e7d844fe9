"""The page between an order and its money (C2, C3): what it shows follows from what we know, never from a return address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.deposits import Owed, owed_now, ways_to_pay
from tadamun.trade.checkout.operations.paying import Addresses
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payments.models import Contract, Payment
from tadamun.treasury.payments.providers import GATEWAYS, paid_first
from tadamun.treasury.payments.providers.base import Instructs, Start
from tadamun.treasury.payments.queries import known_of, payment_of
from tadamun.web.shared.links import absolute
from tadamun.web.shared.ways import way_name

REFRESH = 5  # seconds, so often the page looks again by itself
LOOKS = 25  # for two minutes


@dataclass(frozen=True, slots=True)
class Standing:
    """``stage``: ``leave`` (not sent yet), ``wait`` (sent, no answer), ``failed``, ``over`` (nothing is to pay any more).

    Where the gateway has no page: ``ask`` (its code is not asked for yet), ``instructions`` (``start`` is what she does).
    ``transfer``: she was to send it from her bank, and may choose another way.
    """

    purchase: Purchase
    payment: Payment | None
    stage: str
    amount: Money
    ways: tuple[tuple[str, str], ...]
    way: str = ""
    start: Start | None = None

    @property
    def options(self) -> list[tuple[str, str, bool, bool]]:
        return [(method, name, number == 0, False) for number, (method, name) in enumerate(self.ways)]

    @property
    def others(self) -> list[tuple[str, str, bool, bool]]:
        """Without the present way."""
        present = self.payment.method if self.payment else ""
        return [(method, name, False, False) for method, name in self.ways if method != present]

    @property
    def counter(self) -> Money | None:
        """What an agency takes, where its own fee is added."""
        total = self.start.instructions.get("total") if self.start else None
        return Money.of(total, self.amount.currency) if total else None

    @property
    def begun(self) -> bool:
        """Whether another sending would be another try."""
        return bool(self.payment and self.payment.begun_at) or self.stage == "failed"


def standing(purchase: Purchase, language: str) -> Standing:
    """How the payment of a purchase stands, and the ways she may take now, the present one first."""
    owed = owed_now(purchase)
    amount = owed.amount
    payment = payment_of(str(purchase.reference))
    if not _tried(owed, payment) or payment is None:
        return Standing(purchase, payment, "over", amount, ())
    methods = ways_to_pay(purchase, owed)
    if payment.contract is None:
        methods = tuple(method for method in methods if method != payment.method)
    ordered = sorted(methods, key=lambda method: method != payment.method)
    ways = tuple((method, way_name(purchase.market, method, language)) for method in ordered)
    stage, way = _stage(payment), way_name(purchase.market, payment.method, language)
    gateway = GATEWAYS.get(payment.provider)
    start = (
        gateway.shown(known_of(payment))
        if stage == "instructions" and isinstance(gateway, Instructs)
        else None
    )
    return Standing(purchase, payment, stage, amount, ways, way, start)


def _tried(owed: Owed, payment: Payment | None) -> bool:
    """Whether the latest try is at a gateway, or a transfer, and for what is owed now. A balance has none until she chose its
    way.
    """
    if not owed.orders or payment is None or not paid_first(payment.method):
        return False
    return payment.part == owed.part and payment.state != Payment.State.CAPTURED


def _stage(payment: Payment) -> str:
    if payment.contract is None:
        return "transfer"
    if payment.state == Payment.State.FAILED:
        return "failed"
    if isinstance(GATEWAYS.get(payment.provider), Instructs):
        return "instructions" if payment.kept else "ask"
    return "wait" if payment.begun_at else "leave"


def addresses(market: Market, payment: Payment, language: str) -> Addresses:
    """Under the market's own host, where the gateway sends her and tells us."""
    assert payment.contract is not None
    back = absolute(market, f"/{language}/payments/{payment.secret}/")
    notice = absolute(market, f"/hooks/payments/{payment.provider}/{payment.contract.code}/")
    return Addresses(returning=back, cancelling=f"{back}?left=1", notices=notice)


def origins(contract: Contract) -> str:
    """Where a form of ours may lead under this contract: for the page's own rule."""
    gateway = GATEWAYS.get(contract.provider)
    addresses = {field.name for field in gateway.fields if field.is_address} if gateway else set()
    return " ".join(
        sorted({origin(str(contract.settings[name])) for name in addresses & contract.settings.keys()})
    )


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def failure_words(payment: Payment) -> str:
    """What we know of why, without a word about the bank's side of her account."""
    if isinstance(GATEWAYS.get(payment.provider), Instructs):
        return {
            "late": _("The time to pay with this code is over. We received no money."),
            "away": _("No code can be made now. Please try again later or pay in another way."),
        }.get(payment.reason, _("Nothing was paid with this code. We received no money."))
    return {
        "refused": _("The bank did not accept this card. We received no money."),
        "left": _("You left the bank’s page. We received no money."),
        "late": _("The time on the bank’s page ran out. We received no money."),
        "away": _("The bank’s page cannot be reached now. We received no money."),
    }.get(payment.reason, _("Something did not work at the bank. We received no money."))
