"""Two members of a market's first group who come in themselves: one allows the group to let her in again, one does not."""

from tadamun.config.demo.admitting import Seller
from tadamun.people.accounts.operations import allow_trustee, register_person
from tadamun.people.sellers.member_table import Entry
from tadamun.people.sellers.models import Member
from tadamun.people.sellers.operations import add_member
from tadamun.people.sellers.operations.members_file import take_members


def give_members(seller: Seller) -> None:
    """Their phones follow the group's own: +212 6 0000 50…, +212 6 0000 51… They are two of its makers, as its list of
    members says, so that a family's phone shows their own pictures, or the motif of one who lets none be shown.
    """
    listed = []
    others = seller.plan.makers[1:] if seller.plan.alone else seller.plan.makers
    for number, maker in enumerate(others[:2]):
        phone, name = f"+21260000{50 + number}{seller.plan.phone[-2:]}", maker.names["ar"]
        person = register_person(phone, name=name, verified=True)
        add_member(seller.organisation, person, Member.Role.MAKER)
        listed.append(Entry(number + 2, name, phone))
        if number == 0:
            allow_trustee(person, str(seller.organisation.reference))
    take_members(seller.organisation, seller.admission.market, listed, language="ar")
