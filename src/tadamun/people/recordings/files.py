"""Where voices lie, and the addresses under which browsers fetch them."""

import shutil
from pathlib import Path

from django.conf import settings

from tadamun.people.recordings.sound import FORMATS

NAMES = tuple(f"voice.{suffix}" for suffix in FORMATS)


def folder(key: str) -> Path:
    """Fanned out, so that no folder holds a hundred thousand."""
    return Path(settings.MEDIA_ROOT) / key[:2] / key


def voice_url(key: str) -> str:
    """Of the format every browser plays; ``voice.js`` asks for the smaller one beside it where it can."""
    return f"{settings.MEDIA_URL}{key[:2]}/{key}/voice.m4a"


def remove(key: str) -> None:
    """Nothing is left, and nothing happens where nothing was."""
    shutil.rmtree(folder(key), ignore_errors=True)
