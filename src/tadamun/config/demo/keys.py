"""Two members of a market's first group who come in themselves: one allows the group to let her in again, one does not."""

from tadamun.config.demo.admitting import Seller
from tadamun.people.accounts.operations import allow_trustee, register_person
from tadamun.people.sellers.models import Member
from tadamun.people.sellers.operations import add_member


def give_members(seller: Seller) -> None:
    """Their phones follow the group's own: +212 6 0000 50…, +212 6 0000 51…"""
    for number, maker in enumerate(seller.plan.makers[:2]):
        phone = f"+21260000{50 + number}{seller.plan.phone[-2:]}"
        person = register_person(phone, name=maker.names["ar"], verified=True)
        add_member(seller.organisation, person, Member.Role.MAKER)
        if number == 0:
            allow_trustee(person, str(seller.organisation.reference))
