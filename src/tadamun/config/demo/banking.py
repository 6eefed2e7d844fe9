"""The contract of each market with the simulated bank: buyers of the demonstration pay by card, and nothing is charged."""

from django.conf import settings

from tadamun.config.demo.sources import table
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.operations import write_contract


def sign_with_bank(market: Market) -> None:
    """Write the contract, or bring it up to date where the bank listens elsewhere by now."""
    card = table("bank")["card"]
    bank = f"http://127.0.0.1:{settings.BANK_PORT}"
    with scope(market_id=market.pk):
        found = Contract.objects.filter(provider=card["provider"], acquirer=card["acquirer"]).first()
    addresses = {"page_url": bank + card["page"], "api_url": bank + card["api"]}
    active = bool(settings.BANK_PORT)
    if found and (found.active, found.settings) == (active, {**card["settings"], **addresses}):
        return
    write_contract(
        market, found, provider=card["provider"], acquirer=card["acquirer"], names=card["names"],
        channels=["web"], test=True, active=active, settings={**card["settings"], **addresses}, secrets=card["secrets"],
    )  # fmt: skip
