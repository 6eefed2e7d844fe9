"""Telling rooms above, and pages that are kept, that an organisation is not what it was."""

from tadamun.kernel.events import announce
from tadamun.kernel.pagecache import tags
from tadamun.people.sellers.events import OrganisationChanged
from tadamun.people.sellers.models import Organisation


def announce_change(organisation: Organisation, kind: type[OrganisationChanged], market_id: int = 0) -> None:
    """Inside the transaction that changed it."""
    tags.bump(f"org:{organisation.pk}")
    announce(kind(market_id=market_id, organisation_id=organisation.pk, code=organisation.code))
