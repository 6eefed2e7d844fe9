"""A market with two people in its office and organisations to whom money is owed."""

from datetime import timedelta
from itertools import count

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import had_by
from tadamun.treasury.payouts.models import Claim, Payout
from tadamun.treasury.payouts.operations import name_destination
from tests.factories import make_market, make_organisation, make_person

A = Account.Kind
RIB = "007780000123456789012396"
_numbers = count(1)


class Office:
    """``preparer`` and ``approver`` are two people; ``paid`` organisations have an account in use."""

    def __init__(self, sellers: int = 2, **policies: int) -> None:
        self.market: Market = make_market(policies=policies)
        self.preparer, self.approver = make_person(), make_person()
        self.member: Person = make_person()
        self.sellers = [self.make_seller() for _ in range(sellers)]

    def make_seller(self, *, place: bool = True) -> Organisation:
        organisation = make_organisation(self.market)
        add_member(organisation, self.member)
        if place:
            with clock.shifted(-timedelta(hours=25)):
                name_destination(
                    organisation, self.market, self.member, rail="bank_file", holder="تعاونية زيت الأركان", account=RIB
                )  # fmt: skip
        return organisation

    def earn(self, organisation: Organisation, minor: int) -> None:
        """Hers now."""
        number = next(_numbers)
        self._post(
            number, Posting("ripe", A.BUYERS, A.PAYABLE, Money(minor, "MAD"), credit_of=organisation.pk)
        )

    def keep_cash(self, organisation: Organisation, minor: int) -> None:
        """She took the buyer's money herself: she owes a twentieth of it."""
        number, amount, pk = next(_numbers), Money(minor, "MAD"), organisation.pk
        postings = [
            Posting("sale", A.BUYERS, A.PAYABLE, amount, credit_of=pk),
            Posting("fee", A.PAYABLE, A.FEES, amount.share(500), debit_of=pk),
            Posting("cash_kept", A.PAYABLE, A.CASH_WITH_SELLER, amount, debit_of=pk, credit_of=pk),
        ]
        post(self.market, key=f"test/{number}", subject=f"order:T{number}", postings=postings)

    def take_back(self, organisation: Organisation, minor: int) -> None:
        number = next(_numbers)
        back = Posting("sale_back", A.PAYABLE, A.BUYERS, Money(minor, "MAD"), debit_of=organisation.pk)
        self._post(number, back)

    def _post(self, number: int, posting: Posting) -> None:
        post(self.market, key=f"test/{number}", subject=f"order:T{number}", postings=[posting])

    def payable(self, organisation: Organisation) -> int:
        """What the book says she is owed."""
        with scope(market_id=self.market.pk):
            accounts = Account.objects.filter(kind=A.PAYABLE, organisation=organisation, currency="MAD")
            return -sum(had_by(accounts).values())

    def bank(self) -> int:
        with scope(market_id=self.market.pk):
            return sum(had_by(Account.objects.filter(kind=A.BANK, organisation=None)).values())

    def payouts(self) -> list[Payout]:
        with scope(market_id=self.market.pk):
            return list(
                Payout.objects.select_related("batch__market", "organisation").order_by("pk")
            )  # fmt: skip

    def claimed(self, payout: Payout) -> int:
        """What the entries a payout claims, or claimed, come to for its organisation."""
        with scope(market_id=self.market.pk):
            entries = Entry.objects.filter(claims__in=Claim.objects.filter(payout=payout)).select_related(
                "credit"
            )
            return sum(
                entry.amount_minor * (1 if entry.credit.kind == A.PAYABLE else -1) for entry in entries
            )
