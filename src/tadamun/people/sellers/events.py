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


@dataclass(frozen=True, kw_only=True)
class SellerApplied(OrganisationChanged):
    """It asked to sell in a market."""


@dataclass(frozen=True, kw_only=True)
class SellerAdmitted(OrganisationChanged):
    """It may sell in a market from now on."""


@dataclass(frozen=True, kw_only=True)
class SellerRefused(OrganisationChanged):
    """It may not, for a reason it was told."""


@dataclass(frozen=True, kw_only=True)
class SellerSuspended(OrganisationChanged):
    """Its goods are no longer shown; open orders go on."""
