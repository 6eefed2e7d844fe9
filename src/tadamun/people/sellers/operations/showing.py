"""A maker's picture and voice. Each has a consent of its own, with its date: another one is hidden until she says yes to it."""

from datetime import datetime

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.sellers.events import OrganisationChanged
from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations.announcing import announce_change

PARTS = {"photo": "portrait", "voice": "voice"}
"""Which consent is of which column."""


def keep_part(maker: Maker, part: str, value: str, *, consented_at: datetime | None = None) -> Maker:
    """Her picture's key (``photo``) or her recording's code (``voice``); empty: none, her motif stands for her.

    ``consented_at``: since when she lets this very one be shown; none, it is kept and nobody else sees it.
    """
    column, consent = PARTS[part], f"{part}_consent_at"
    with transaction.atomic(), scope(organisation_id=maker.organisation_id):
        setattr(maker, column, value)
        setattr(maker, consent, consented_at if value else None)
        maker.save(update_fields=[column, consent])
        announce_change(maker.organisation, OrganisationChanged)
        audit.record("keep_part", maker.organisation.reference, maker=maker.code, part=part, kept=bool(value))
    return maker


def forget_maker(person: Person) -> None:
    """Who made under her account is shown to nobody any more: no name, picture, voice or story. Repeating it does nothing."""
    with transaction.atomic(), everything("a person's own rows in all organisations"):
        for maker in Maker.objects.select_related("organisation").filter(person=person):
            maker.name_consent_at = maker.photo_consent_at = maker.voice_consent_at = None
            maker.portrait = maker.voice = ""
            maker.stories = {}
            maker.save()
            announce_change(maker.organisation, OrganisationChanged)
