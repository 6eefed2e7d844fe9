"""Photographs and voices of a listing that arrived whole."""

import hashlib
from collections.abc import Iterable
from typing import Any

from tadamun.goods.catalogue.models import Draft
from tadamun.goods.catalogue.operations import BadPicture, attach_voice, store_picture
from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import store_recording
from tadamun.web.workshop.access import Desk


def keep_voice(desk: Desk, draft: Draft, data: bytes, digest: str) -> None:
    """What she tells of the piece. Raises a ``RefusedRecording``."""
    attach_voice(draft, recorded(desk, data).code, digest)


def recorded(desk: Desk, data: bytes) -> Recording:
    """A voice of this organisation. Raises a ``RefusedRecording``."""
    return store_recording(
        data, owner=desk.organisation.reference, by=str(desk.person.reference), market_id=desk.market.pk
    )


def stored(desk: Desk, photos: Iterable[Any]) -> list[str]:
    """Digests of photographs sent in one form. Raises ``BadPicture``; those before it are kept and cost nothing twice."""
    found = []
    for photo in photos:
        if (photo.size or 0) > MAX_BYTES:
            raise BadPicture("too_large")
        found.append(store_picture(desk.organisation, photo.read()).digest)
    return found


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
