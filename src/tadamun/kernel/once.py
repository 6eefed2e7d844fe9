"""An act with a key is done once: the answer is kept with the key in the transaction that did it.

For phones that send an act again because the first answer was lost. The key is the phone's, the owner ours.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from tadamun.kernel import clock
from tadamun.kernel.models import KeptAnswer

KEPT_DAYS = 30
LONGEST_KEY = 64
PATIENCE = timedelta(minutes=2)
"""Longer than any request lives."""
Answer = Mapping[str, Any]


class OtherAct(ValueError):
    """This key has been used for something else."""


class Underway(Exception):
    """Another request is doing it just now; what it answers can be asked for a little later."""


def once(owner: str, key: str, asked: bytes, do: Callable[[], Answer | None]) -> Answer | None:
    """What ``do`` answers (never nothing at all), or answered when the key came first; ``do`` is then not called.

    ``None`` from ``do`` means that nothing was done: it is not kept, and may be tried again. ``do`` runs inside a
    transaction and must write to the database alone. Raises ``OtherAct`` where ``asked`` differs from the first.
    """
    mark = hashlib.sha256(asked).hexdigest()
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.select_for_update().filter(owner=owner, key=key).first()
            if row is None:
                return _first(owner, key, mark, do)
    except _Taken:
        row = KeptAnswer.objects.get(owner=owner, key=key)
    if row.asked != mark:
        raise OtherAct
    return dict(row.answer)


def once_after(owner: str, key: str, asked: bytes, do: Callable[[], Answer | None]) -> Answer | None:
    """As ``once``, for what may not stand inside a transaction: a row without an answer says that it is under way.

    Raises ``Underway`` meanwhile. Who died in between is followed by the next after ``PATIENCE``: only then ``do`` may run twice.
    """
    mark, now = hashlib.sha256(asked).hexdigest(), clock.now()
    started = {"asked": mark, "at": now}
    row, created = KeptAnswer.objects.get_or_create(owner=owner, key=key, defaults=started)
    if row.asked != mark:
        raise OtherAct
    if row.answer:
        return dict(row.answer)
    mine = KeptAnswer.objects.filter(pk=row.pk)
    # Of several that come after a death one goes on.
    if not created and (row.at > now - PATIENCE or not mine.filter(at=row.at).update(at=now)):
        raise Underway
    answer = None
    try:
        answer = do()
    finally:
        if answer is None:
            mine.filter(at=now).delete()
    if answer is not None:
        mine.update(answer=dict(answer))
    return answer


class _Taken(Exception):
    """Another request with the same key was quicker, and waited for."""


def _first(owner: str, key: str, mark: str, do: Callable[[], Answer | None]) -> Answer | None:
    try:
        with transaction.atomic():
            row = KeptAnswer.objects.create(owner=owner, key=key, asked=mark)
    except IntegrityError as error:
        raise _Taken from error
    answer = do()
    if answer is None:
        row.delete()
        return None
    row.answer = dict(answer)
    row.save(update_fields=["answer"])
    return answer


def forget_old() -> int:
    """Answers that no phone will ask for again; returns how many."""
    return KeptAnswer.objects.filter(at__lt=clock.now() - timedelta(days=KEPT_DAYS)).delete()[0]
