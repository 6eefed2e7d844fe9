"""Keys that a phone keeps."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from tadamun.kernel import audit, clock
from tadamun.people.accounts.models import Passkey, Person


class KnownPasskey(ValueError):
    """A key with this name is kept already."""


def add_passkey(
    person: Person, *, host: str, credential_id: str, credential: str, sign_count: int, name: str
) -> Passkey:
    """She may come in with it on this host. Raises ``KnownPasskey``; then nothing was written."""
    try:
        with transaction.atomic():
            key = Passkey.objects.create(
                person=person, host=host, credential_id=credential_id, credential=credential,
                sign_count=sign_count, name=name[:60],
            )  # fmt: skip
            audit.record("add_passkey", person.reference, host=host, key=key.pk)
    except IntegrityError as error:
        raise KnownPasskey(str(person.reference)) from error
    return key


def note_passkey_use(key: Passkey, sign_count: int) -> bool:
    """False when its counter did not go on, as that of a copied key would (WebAuthn 7.2, step 22); keys that count nothing
    say zero for ever."""
    fresh = Q(sign_count__lt=sign_count) if sign_count or key.sign_count else Q(sign_count=0)
    rows = Passkey.objects.filter(fresh, pk=key.pk)
    return bool(rows.update(sign_count=sign_count, used_at=clock.now()))


def remove_passkey(person: Person, key_id: int) -> None:
    """Repeating it does nothing; another person's key stays."""
    with transaction.atomic():
        if Passkey.objects.filter(person=person, pk=key_id).delete()[0]:
            audit.record("remove_passkey", person.reference, key=key_id)
