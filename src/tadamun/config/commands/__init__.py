"""The verbs of ``tadamun``, one a file: ``add_arguments(parser)`` and ``run(arguments, report) -> exit
code``.

A command turns words into values, calls one operation or one function of ``config`` and reports. It imports
Django and the rooms inside its functions, never at the top: help must not wait for them.
"""

import argparse
import gc
import os
from collections.abc import Callable
from gettext import gettext as _


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """For ``type`` of an argument: a whole number from ``least`` to ``most``, which may be equal."""

    def number(said: str) -> int:
        value = int(said)
        if value < least:
            raise argparse.ArgumentTypeError(_("not below %d") % least)
        if most is not None and value > most:
            raise argparse.ArgumentTypeError(_("not above %d") % most)
        return value

    return number


def start_django() -> None:
    """Load settings and apps, and speak the language of the terminal."""
    import django
    from django.conf import settings
    from django.utils import translation

    gc.disable()  # what is being loaded stays for good: looking through it again and again finds nothing
    django.setup()
    gc.freeze()
    gc.enable()
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = os.environ.get(name, "").split(":")[0].split(".")[0].replace("_", "-").lower()
        known = {code for code, _ in settings.LANGUAGES}
        if spoken in known or spoken.split("-")[0] in known:
            translation.activate(spoken if spoken in known else spoken.split("-")[0])
            return
    translation.activate("en")
