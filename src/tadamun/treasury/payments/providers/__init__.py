"""Ways to pay, one file each. A provider translates: it never writes and never decides."""

from tadamun.treasury.payments.providers.base import Gateway, Provider
from tadamun.treasury.payments.providers.cash import CashOnDelivery
from tadamun.treasury.payments.providers.est import Est
from tadamun.treasury.payments.providers.transfer import BankTransfer

PROVIDERS: dict[str, Provider] = {provider.name: provider for provider in (CashOnDelivery(), BankTransfer())}
GATEWAYS: dict[str, Gateway] = {gateway.name: gateway for gateway in (Est(),)}


def paid_first(method: str) -> bool:
    """Whether goods wait until the money is here. ``method`` is a provider's name, or a contract's ``est.K7QM3P``."""
    name = method.partition(".")[0]
    return name in GATEWAYS or PROVIDERS[name].paid_before_dispatch


__all__ = ["GATEWAYS", "PROVIDERS", "Gateway", "Provider", "paid_first"]
