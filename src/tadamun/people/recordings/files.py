"""Where voices lie."""

import shutil
from pathlib import Path

from django.conf import settings

NAMES = ("voice.opus", "voice.m4a")


def folder(key: str) -> Path:
    """Fanned out, so that no folder holds a hundred thousand."""
    return Path(settings.MEDIA_ROOT) / key[:2] / key


def remove(key: str) -> None:
    """Nothing is left, and nothing happens where nothing was."""
    shutil.rmtree(folder(key), ignore_errors=True)
