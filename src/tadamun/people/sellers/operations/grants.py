"""Mandates: given for a time, with rights, by her own press or PIN or on paper; ended at once by either side."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.events import MandateEnded, MandateGiven
from tadamun.people.sellers.models import Document, Grant, Member, Organisation
from tadamun.people.sellers.rules import LONGEST, known_rights
from tadamun.people.sellers.states import WrongState


class BadMandate(WrongState):
    """``code``: rights, until, helper, paper. Nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def give_mandate(
    organisation: Organisation, *, rights: Iterable[str], until: datetime, given: str, helper: Person | None = None,
    helpers: Organisation | None = None, market: Market | None = None, document: Document | None = None, recording: str = "",
) -> Grant:  # fmt: skip
    """Let somebody act for the organisation until then, a year at most. The same helper again: the older mandate ends.

    ``given``: press, pin, or paper (then a document or a recording of her is kept with it). Raises ``BadMandate``.
    """
    wanted = known_rights(rights)
    _refuse(organisation, wanted, until, helper, helpers)
    if given == Grant.Given.PAPER and document is None and not recording:
        raise BadMandate("paper")
    by = str(current().actor)
    with transaction.atomic(), everything("the mandates of one organisation"):
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        standing = Grant.objects.filter(
            organisation=organisation, ended_at=None, helper=helper, helpers=helpers
        )
        standing.update(ended_at=clock.now(), ended_by=by)
        row = Grant.objects.create(
            organisation=organisation, helper=helper, helpers=helpers, rights=wanted, market=market, given=given, given_by=by,
            given_at=clock.now(), until=until, document=document, recording=recording,
        )  # fmt: skip
        announce(
            MandateGiven(
                market_id=market.pk if market else current().market_id or 0, organisation_id=organisation.pk,
                code=organisation.code, grant_code=row.code,
            )
        )  # fmt: skip
        audit.record(
            "give_mandate", organisation.reference, grant=row.code, rights=wanted, until=until.isoformat(),
            given=given,
        )  # fmt: skip
    return row


def _refuse(
    organisation: Organisation, rights: list[str], until: datetime, helper: Person | None, helpers: Organisation | None
) -> None:  # fmt: skip
    if not rights:
        raise BadMandate("rights")
    now = clock.now()
    if not now < until <= now + LONGEST:
        raise BadMandate("until")
    if (helper is None) == (helpers is None) or (helpers is not None and helpers.pk == organisation.pk):
        raise BadMandate("helper")
    with everything("whether a helper acts for it anyway"):
        if helper and Member.objects.filter(organisation=organisation, person=helper).exists():
            raise BadMandate("helper")


def end_mandate(grant: Grant) -> Grant:
    """The next act under it is refused. She, the helper or the market's team may end it; she is told when it was not she.
    Repeating it does nothing.
    """
    with transaction.atomic(), everything("a mandate is ended by its key"):
        row = Grant.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=grant.pk)
        if row.ended_at is None:
            row.ended_at, row.ended_by = clock.now(), str(current().actor)
            row.save(update_fields=["ended_at", "ended_by"])
            announce(
                MandateEnded(
                    market_id=current().market_id or row.market_id or 0, organisation_id=row.organisation_id,
                    code=row.organisation.code, grant_code=row.code,
                )
            )  # fmt: skip
            audit.record("end_mandate", row.organisation.reference, grant=row.code)
    grant.ended_at, grant.ended_by = row.ended_at, row.ended_by
    return grant
