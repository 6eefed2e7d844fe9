"""Pieces to be checked as a checker and the seller see them."""

from dataclasses import dataclass

from tadamun.people.recordings.models import Recording
from tadamun.trade.inspections.checklists import questions_of
from tadamun.trade.inspections.models import Look
from tadamun.ui.cards import Picture
from tadamun.web.workshop.thumbnails import thumbnail


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: ``wrong`` are the questions that were answered with no."""

    good: bool
    wrong: tuple[tuple[str, str, str], ...]
    note: str
    voice: Recording | None
    photos: tuple[Picture, ...]


def seen(look: Look, language: str) -> Seen:
    wrong = tuple(
        (question.icon, question.text(language), question.key)
        for question in questions_of(look.inspection.family)
        if look.answers.get(question.code) is False
    )
    photos = tuple(picture for key in look.photos if (picture := thumbnail(str(key))) is not None)
    return Seen(look.result == Look.Result.GOOD, wrong, look.note, look.voice, photos)
