"""Ways to pay, one file each. A provider translates: it never writes and never decides."""

from tadamun.treasury.payments.providers.base import Provider
from tadamun.treasury.payments.providers.cash import CashOnDelivery
from tadamun.treasury.payments.providers.transfer import BankTransfer

PROVIDERS: dict[str, Provider] = {provider.name: provider for provider in (CashOnDelivery(), BankTransfer())}

__all__ = ["PROVIDERS", "Provider"]
