"""Phones that a person trusts."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.people.accounts.models import Person, TrustedDevice
from tadamun.people.accounts.secrets import fingerprint


def trust_device(person: Person, token: str, name: str, *, former: str = "") -> TrustedDevice:
    """Her face is shown on the device that has this secret in its cookie. Repeating it opens again what guesses closed.

    ``former``: the secret it had before, which nobody is known by from now on; a cookie that somebody planted opens nothing.
    The caller knows that it is she, otherwise than by the device.
    """
    now = clock.now()
    with transaction.atomic():
        if former and former != token:
            TrustedDevice.objects.filter(token_hash=fingerprint(former)).update(token_hash=fingerprint(token))
        device, made = TrustedDevice.objects.update_or_create(
            token_hash=fingerprint(token), person=person,
            defaults={"name": name[:60], "used_at": now, "until": _until(), "wrong": 0, "closed_at": None},
        )  # fmt: skip
        audit.record("trust_device", person.reference, device=device.pk, made=made)
    return device


def keep_session(device: TrustedDevice, session_key: str) -> None:
    """The session that was opened with it: it ends when the trust does."""
    TrustedDevice.objects.filter(pk=device.pk).update(session_key=session_key, used_at=clock.now())


def renew_trust(device_id: int) -> bool:
    """She used it: its days begin anew. False when it is trusted no more."""
    now = clock.now()
    mine = TrustedDevice.objects.filter(pk=device_id, until__gt=now)
    return bool(mine.update(used_at=now, until=_until()))


def forget_device(device: TrustedDevice) -> None:
    """It is trusted no more, and who is signed in there as her is signed out."""
    with transaction.atomic():
        device.delete()
        audit.record("forget_device", device.person.reference, name=device.name)
        _end(device.session_key)


def forget_devices(person: Person) -> None:
    """All of hers."""
    for device in TrustedDevice.objects.filter(person=person):
        forget_device(device)


def _until() -> Any:
    return clock.now() + timedelta(days=settings.TRUSTED_DAYS)


def _end(session_key: str) -> None:
    if session_key:
        import_module(settings.SESSION_ENGINE).SessionStore().delete(session_key)
