"""Registering sellers with their members and makers, and admitting them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from tadamun.config.demo.chance import dice
from tadamun.config.demo.organisations import OrganisationPlan, organisation_plans
from tadamun.kernel import clock
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Member, Organisation
from tadamun.people.sellers.operations import (
    add_maker,
    add_member,
    admit_seller,
    apply_to_market,
    register_organisation,
)


@dataclass(frozen=True, slots=True)
class Seller:
    """A registered seller: its row, its plan, its application and the keys of its makers in the plan's order."""

    organisation: Organisation
    plan: OrganisationPlan
    admission: Admission
    makers: tuple[int, ...]


def register_sellers(market: Market) -> list[Seller]:
    """The market's sellers with their people. They have applied; nobody has admitted them yet."""
    with transaction.atomic():
        return [_register(market, plan) for plan in organisation_plans(market.slug)]


def _register(market: Market, plan: OrganisationPlan) -> Seller:
    # Sellers came one after another in the last months, so that lists by date look lived in.
    joined = timedelta(days=dice("joined", plan.slug).randint(70, 200))
    with clock.shifted(-joined):
        organisation = register_organisation(
            kind=plan.kind,
            names=plan.names,
            region=plan.region,
            stories=plan.stories,
            place=plan.place,
            crafts=list(plan.crafts),
            phone=plan.phone,
            email=plan.email,
            currency=plan.currency,
            registers={
                name: value
                for name, value in (("rib", plan.rib), ("ice", plan.ice), ("tax_id", plan.tax_id))
                if value
            },
            founded=plan.founded,
        )
        owner = register_person(plan.phone, name=plan.names["ar"], verified=True)
        add_member(organisation, owner, Member.Role.OWNER)
        # Who sells alone makes herself, with those of her house.
        makers = [
            add_maker(
                organisation, names=maker.names, consents=maker.consents, craft=maker.craft, since=maker.since,
                person=owner if plan.alone and at == 0 else None,
            )
            for at, maker in enumerate(plan.makers)
        ]  # fmt: skip
        admission = apply_to_market(organisation, market)
    return Seller(organisation, plan, admission, tuple(maker.pk for maker in makers))


def admit(sellers: list[Seller]) -> None:
    """Let them sell; what they made is shown from the next request on."""
    for seller in sellers:
        admit_seller(seller.admission)
