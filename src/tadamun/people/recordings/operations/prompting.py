"""The workshop's own sentences, spoken by a person."""

from typing import Any

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.pagecache import tags
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.recordings.models import Prompt, Recording
from tadamun.people.recordings.operations.keeping import erase_recording
from tadamun.people.recordings.queries import prompt_tag

OWN = "a prompt without a market is heard in all of them"


def record_prompt(
    key: str, language: str, recording: Recording, *, by: str, market_id: int | None = None
) -> Prompt:
    """From now on this voice says the sentence, in one market or in all; the voice that said it before is erased."""
    with transaction.atomic(), everything(OWN):
        place: dict[str, Any] = {"key": key, "language": language, "market_id": market_id}
        before = Prompt.objects.select_related("recording").filter(**place)
        old = [row.recording for row in before if row.recording_id != recording.pk]
        prompt, _made = Prompt.objects.update_or_create(
            **place, defaults={"recording": recording, "made_by": by}
        )
        for each in old:
            _erase_unused(each)
        _changed("prompt.recorded", prompt)
    return prompt


def remove_prompt(prompt: Prompt) -> None:
    """The synthetic voice is heard again, or none; the recording is erased. Repeating it does nothing."""
    with transaction.atomic(), everything(OWN):
        gone, _tables = Prompt.objects.filter(pk=prompt.pk).delete()
        if gone:
            _erase_unused(prompt.recording)
            _changed("prompt.removed", prompt)


def _erase_unused(recording: Recording) -> None:
    if not Prompt.objects.filter(recording=recording).exists():
        erase_recording(recording)


def _changed(action: str, prompt: Prompt) -> None:
    subject = Reference("prompt", f"{prompt.language}/{prompt.key}")
    audit.record(action, subject, market_id=prompt.market_id)
    tags.bump(prompt_tag(prompt.market_id))
