"""A batch as rows, for a spreadsheet or for a bank that takes no XML."""

from collections.abc import Sequence

from tadamun.treasury.payouts.models import Payout


def table_of(payouts: Sequence[Payout], *, language: str) -> list[tuple[str, ...]]:
    """Code, organisation, holder, account, amount in major units with a point, currency. Opens the account numbers."""
    return [
        (
            payout.code, payout.organisation.name(language), payout.holder, payout.account(), str(payout.amount.major),
            payout.currency,
        )
        for payout in payouts
    ]  # fmt: skip
