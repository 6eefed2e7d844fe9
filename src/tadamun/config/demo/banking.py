"""The contract of each market with the simulated bank, and what its buyers paid before there was one; nothing is charged."""

from django.conf import settings

from tadamun.config.demo.sources import table
from tadamun.config.simulated import tell_of_payment
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import settle_payment
from tadamun.treasury.payments.models import Contract, Payment
from tadamun.treasury.payments.operations import write_contract


def sign_with_bank(market: Market) -> None:
    """Write the contract, or say where the bank listens by now. What somebody changed since stays; without a bank, all."""
    if not settings.BANK_PORT:
        return
    card = table("bank")["card"]
    bank = f"http://127.0.0.1:{settings.BANK_PORT}"
    addresses = {"page_url": bank + card["page"], "api_url": bank + card["api"]}
    with scope(market_id=market.pk):
        found = Contract.objects.filter(provider=card["provider"], acquirer=card["acquirer"]).first()
    if found is None:
        write_contract(
            market, provider=card["provider"], acquirer=card["acquirer"], names=card["names"], channels=["web", "link"],
            test=True, active=True, settings={**card["settings"], **addresses},
            secrets=card["secrets"],
        )  # fmt: skip
    elif found.settings.get("page_url") != addresses["page_url"]:
        write_contract(
            market, found, settings={**found.settings, **addresses}, secrets=card["secrets"], active=True
        )


def charge(payment: Payment) -> None:
    """As if its buyer had paid by card; the bank is told, for it will be asked about it and may have to give it back."""
    transaction = f"TX-{payment.code}"
    settle_payment(payment, key="demonstration/paid", reference=transaction)
    paid = payment.amount
    tell_of_payment(settings.DATA, payment.code, f"{paid.major:f}", paid.currency, transaction)
