"""Ways to pay, one file each. A provider translates: it never writes and never decides."""

from tadamun.treasury.payments.providers.base import Gateway, Hears, Provider, Tells
from tadamun.treasury.payments.providers.binga import Binga
from tadamun.treasury.payments.providers.cash import CashOnDelivery
from tadamun.treasury.payments.providers.est import Est
from tadamun.treasury.payments.providers.mastercard import Mastercard
from tadamun.treasury.payments.providers.merchant_qr import MerchantQr
from tadamun.treasury.payments.providers.payzone import Payzone
from tadamun.treasury.payments.providers.terminal import Terminal
from tadamun.treasury.payments.providers.transfer import BankTransfer
from tadamun.treasury.payments.providers.youcan import YouCan

PROVIDERS: dict[str, Provider] = {provider.name: provider for provider in (CashOnDelivery(), BankTransfer())}
GATEWAYS: dict[str, Gateway] = {
    gateway.name: gateway
    for gateway in (Est(), Mastercard(), YouCan(), Payzone(), Binga(), MerchantQr(), Terminal())
}


def paid_first(method: str) -> bool:
    """Whether goods wait until the money is here. ``method`` is a provider's name, or a contract's ``est.K7QM3P``."""
    name = method.partition(".")[0]
    return name in GATEWAYS or PROVIDERS[name].paid_before_dispatch


def confirmed_by_hand(provider: str) -> bool:
    """Whether nobody tells us of its payments: a person sees the money on the market's own account."""
    gateway = GATEWAYS.get(provider)
    return gateway is not None and not isinstance(gateway, (Hears, Tells, Terminal))


def seen_at_bank() -> tuple[str, ...]:
    """Ways whose money a person, or the bank's statement, sees on the market's own account."""
    return (BankTransfer.name, *filter(confirmed_by_hand, GATEWAYS))


__all__ = ["GATEWAYS", "PROVIDERS", "Gateway", "Provider", "confirmed_by_hand", "paid_first", "seen_at_bank"]
