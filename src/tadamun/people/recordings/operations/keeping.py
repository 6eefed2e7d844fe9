"""Voices in and out."""

import hashlib
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import ProtectedError, Q

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.recordings import files
from tadamun.people.recordings.models import MOST_SECONDS, Recording
from tadamun.people.recordings.refusals import TooLarge
from tadamun.people.recordings.uses import needed

MAX_BYTES = 12 * 1024 * 1024
"""A minute of uncompressed stereo; two minutes as any phone records it are two megabytes."""
AT_ONCE = 200
ONE_OWNER = "a voice is found by its owner, wherever it was made"


class Upload(Protocol):
    """Anything that reads like a file: an uploaded one, an open one."""

    def read(self, size: int, /) -> bytes: ...


def store_recording(
    upload: Upload | bytes, *, owner: Reference, by: str, language: str = "", market_id: int | None = None,
    at_most: int = 60,
) -> Recording:  # fmt: skip
    """Keep a voice of at most so many seconds in Opus and AAC; the same file of the same owner again returns what is there.

    ``by``: the reference of who spoke or held the phone. Decoding and encoding happen outside any transaction, so do not
    call this inside one. Raises a ``RefusedRecording``.
    """
    if not 0 < at_most <= MOST_SECONDS:
        raise ValueError(f"a recording of {at_most} seconds")
    data = upload if isinstance(upload, bytes) else upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge
    digest = hashlib.sha256(data).hexdigest()
    if known := _known(owner, digest):
        return known
    # Here: FFmpeg takes its part of the start of every process, and few ever keep a voice.
    from tadamun.people.recordings.sound import RATE, listen, write

    samples = listen(data, at_most)
    key = new_code(20).lower()
    write(samples, files.folder(key))
    seconds = max(1, -(-len(samples) // RATE))
    with transaction.atomic(), everything(ONE_OWNER):
        found, made = Recording.objects.get_or_create(
            owner=str(owner), digest=digest,
            defaults={
                "key": key, "market_id": market_id, "language": language, "seconds": seconds, "made_by": by,
            },
        )  # fmt: skip
    if not made:  # sent twice at once
        files.remove(key)
    return found


def _known(owner: Reference, digest: str) -> Recording | None:
    """It is as young as if it came in now: whoever sends it again is about to need it."""
    with everything(ONE_OWNER):
        found = Recording.objects.filter(owner=str(owner), digest=digest).first()
        if found:
            Recording.objects.filter(pk=found.pk).update(stored_at=clock.now())
    return found


def erase_recording(recording: Recording, *, reason: str = "") -> None:
    """The row goes, and after the commit its files. Repeating it does nothing.

    Raises ``ProtectedError`` while a row says that it needs this voice.
    """
    with transaction.atomic(), everything(ONE_OWNER):
        gone, _tables = Recording.objects.filter(pk=recording.pk).delete()
        if gone:
            audit.record(
                "recording.erased", recording.reference, market_id=recording.market_id, reason=reason
            )
    transaction.on_commit(lambda: files.remove(recording.key))


def erase_unneeded(since: datetime, until: datetime) -> int:
    """Those that came in between and that no row needs, with their files. Returns how many went."""
    count, last = 0, 0
    with everything("voices of all that nobody took"):
        while rows := list(
            Recording.objects.filter(stored_at__gte=since, stored_at__lt=until, pk__gt=last).order_by("pk")[
                :AT_ONCE
            ]
        ):
            last, kept = rows[-1].pk, needed([row.code for row in rows])
            count += sum(_erase_if_unneeded(row, until) for row in rows if row.code not in kept)
    return count


def _erase_if_unneeded(recording: Recording, until: datetime) -> bool:
    """Not when it came in again meanwhile, or a row took it."""
    with transaction.atomic():
        still = Recording.objects.select_for_update().filter(pk=recording.pk, stored_at__lt=until)
        if still.first() is None or needed([recording.code]):
            return False
        erase_recording(recording, reason="unneeded")
    return True


def erase_recordings_of(person: Reference, *, reason: str = "") -> int:
    """All that is hers or was spoken by her, except what a row still needs as evidence. Returns how many went."""
    count = 0
    with transaction.atomic(), everything(ONE_OWNER):
        hers = Recording.objects.filter(Q(owner=str(person)) | Q(made_by=str(person)))
        for recording in hers.order_by("pk"):
            with suppress(ProtectedError), transaction.atomic():
                erase_recording(recording, reason=reason)
                count += 1
    return count
