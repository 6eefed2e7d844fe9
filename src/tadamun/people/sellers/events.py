"""What happens to organisations."""

from dataclasses import dataclass

from tadamun.kernel.events import Event
from tadamun.kernel.references import Reference


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """Its name, story, makers or place changed: its pages and cards differ."""

    organisation_id: int
    code: str

    @property
    def subject(self) -> Reference:
        return Reference("organisation", self.code)


class SellerApplied(OrganisationChanged):
    """It asked to sell in a market."""


class SellerAdmitted(OrganisationChanged):
    """It may sell in a market from now on."""


class SellerRefused(OrganisationChanged):
    """It may not, for a reason it was told."""


class SellerSuspended(OrganisationChanged):
    """Its goods are no longer shown; open orders go on."""


class SuspensionAnnounced(OrganisationChanged):
    """It will not be shown from a day on that it was told; until then it sells."""


class AppealMade(OrganisationChanged):
    """It objected to what a market decided."""


class AppealAnswered(OrganisationChanged):
    """Somebody else of the market's team answered its objection."""


@dataclass(frozen=True, kw_only=True)
class PaperRejected(OrganisationChanged):
    """A paper it gave is not right; ``submission_id`` says which and why."""

    submission_id: int


@dataclass(frozen=True, kw_only=True)
class OfMandate(OrganisationChanged):
    """``grant_code`` names the row of the mandate, which says who acts for it and how long."""

    grant_code: str


class MandateGiven(OfMandate):
    """Somebody may act for it."""


class MandateEnded(OfMandate):
    """Nobody acts for it any more under this mandate; the row says who ended it."""


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(OrganisationChanged):
    """A helper wants a change that only the seller herself can make true."""

    proposal_code: str
