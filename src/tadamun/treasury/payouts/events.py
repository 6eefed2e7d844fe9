"""What happened to payouts that others hear of."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class DestinationChanged(Event):
    """An organisation's money will go elsewhere."""

    organisation_id: int
    destination_id: int
    code: str

    @property
    def subject(self) -> Reference:
        return Reference("organisation", self.code)


@dataclass(frozen=True, kw_only=True)
class PayoutChanged(Event):
    """Of one payout."""

    payout_id: int
    code: str

    @property
    def subject(self) -> Reference:
        return Reference("payout", self.code)


@dataclass(frozen=True, kw_only=True)
class PayoutConfirmed(PayoutChanged):
    """The money arrived, as far as the bank or the receiver says."""


@dataclass(frozen=True, kw_only=True)
class PayoutFailed(PayoutChanged):
    """It did not, or came back."""
