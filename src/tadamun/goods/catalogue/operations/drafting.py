"""Drafts of listings, kept step by step from a phone. Sent again they are kept once; two phones make two drafts.

See docs/algorithms/offline.md.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from tadamun.goods.catalogue.contents import cleaned
from tadamun.goods.catalogue.models import Draft, Picture, Product
from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.sellers.models import Organisation

MOST_OPEN = 60  # drafts of one organisation that were never sent: more is a broken phone
STEPS = 5


class TooManyDrafts(ValueError):
    """So many lie there unsent that no more are kept; nothing was written."""


def keep_draft(
    organisation: Organisation,
    key: UUID,
    content: Mapping[str, Any],
    *,
    step: int,
    seen: int = 0,
    writer: str = "",
    edit: int = 0,
) -> Draft:
    """Keep what a phone says of a draft; ``seen`` is the revision it wrote on, ``edit`` its own count of changes.

    The same again changes nothing, also after it was sent. Of the same ``writer`` the later ``edit`` stays. Where another
    wrote meanwhile both are kept: the answer is then a copy (``copy_of``) with a key made from its content, so that a
    lost answer does not make a second one. Raises ``BadDraft`` or ``TooManyDrafts``.
    """
    said, step = cleaned(content), min(max(step, 1), STEPS)
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        draft = Draft.objects.select_for_update().filter(key=key).first()
        if draft is None:
            return _begin(organisation, key, said, step, writer, edit)
        if draft.sent_as_id or (draft.content == said and draft.step == step):
            return draft
        if writer and draft.writer == writer:
            return draft if edit <= draft.edit else _write(draft, said, step, writer, edit)
        if draft.revision == seen:
            return _write(draft, said, step, writer, edit)
        return _copy(draft, said, step, writer, edit)


def _begin(
    organisation: Organisation,
    key: UUID,
    said: dict[str, Any],
    step: int,
    writer: str,
    edit: int,
    **more: Any,
) -> Draft:
    if Draft.objects.filter(sent_as=None, dropped_at=None).count() >= MOST_OPEN:
        raise TooManyDrafts
    # Two requests with one key on PostgreSQL: the constraint lets one of them make it.
    draft, made = Draft.objects.get_or_create(
        organisation=organisation, key=key,
        defaults={
            "content": said, "step": step, "writer": writer[:40], "edit": edit, "kept_by": str(current().actor), **more,
        },
    )  # fmt: skip
    if made:
        audit.record("begin_draft", reference(draft))
    return draft


def _write(draft: Draft, said: dict[str, Any], step: int, writer: str, edit: int) -> Draft:
    draft.content, draft.step, draft.revision = said, step, draft.revision + 1
    draft.writer, draft.edit, draft.kept_by = writer[:40], edit, str(current().actor)
    draft.kept_at, draft.dropped_at = clock.now(), None
    draft.save(
        update_fields=["content", "step", "revision", "writer", "edit", "kept_by", "kept_at", "dropped_at"]
    )
    return draft


def _copy(draft: Draft, said: dict[str, Any], step: int, writer: str, edit: int) -> Draft:
    print_ = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    voice = {"voice": draft.voice, "voice_digest": draft.voice_digest}
    same = said["voice"] and said["voice"] == draft.voice_digest
    return _begin(
        draft.organisation, uuid5(draft.key, print_), said, step, writer, edit, copy_of=draft,
        **(voice if same else {}),
    )  # fmt: skip


def reference(draft: Draft) -> Reference:
    return Reference("draft", str(draft.key))


def drop_draft(draft: Draft) -> None:
    """Out of her sight; written on again it is there again. Repeating it does nothing."""
    if draft.dropped_at or draft.sent_as_id:
        return
    with transaction.atomic(), scope(organisation_id=draft.organisation_id):
        draft.dropped_at = clock.now()
        draft.save(update_fields=["dropped_at"])
        audit.record("drop_draft", reference(draft))


def bring_back_draft(draft: Draft) -> None:
    """In her sight again, with all she said. Repeating it does nothing."""
    if draft.dropped_at is None:
        return
    with transaction.atomic(), scope(organisation_id=draft.organisation_id):
        draft.dropped_at = None
        draft.save(update_fields=["dropped_at"])
        audit.record("bring_back_draft", reference(draft))


def mark_sent(draft: Draft, product: Product) -> None:
    """It became this product: called where the product is made, in the same transaction."""
    draft.sent_as, draft.sent_at = product, clock.now()
    draft.save(update_fields=["sent_as", "sent_at"])
    audit.record("send_draft", reference(draft), product=product.code)


def open_again(draft: Draft) -> None:
    """It became no product after all: called where the product is put away, in the same transaction."""
    draft.sent_as, draft.sent_at = None, None
    draft.save(update_fields=["sent_as", "sent_at"])
    audit.record("take_back_draft", reference(draft))


def attach_voice(draft: Draft, recording: str, digest: str) -> None:
    """The recording by its code and the sha256 of what the phone sent. Repeating it does nothing."""
    if draft.voice_digest == digest and draft.voice:
        return
    with transaction.atomic(), scope(organisation_id=draft.organisation_id):
        Draft.objects.filter(pk=draft.pk).update(voice=recording, voice_digest=digest)
        draft.voice, draft.voice_digest = recording, digest


def missing(draft: Draft) -> list[str]:
    """The files it names that have not arrived, by sha256. In one query."""
    named = draft.content.get("pictures", [])
    with scope(organisation_id=draft.organisation_id):
        there = set(Picture.objects.filter(digest__in=named).values_list("digest", flat=True))
    voice = draft.content.get("voice", "")
    wanted = [digest for digest in named if digest not in there]
    return [*wanted, voice] if voice and voice != draft.voice_digest else wanted
