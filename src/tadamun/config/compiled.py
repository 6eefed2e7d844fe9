"""Compiled words for a server that starts: looks before it loads what compiling needs, which takes a while."""

from gettext import gettext as _
from pathlib import Path

from tadamun.config.cli import LOCALE
from tadamun.config.report import Failed, Report


def compile_if_stale(report: Report, locale: Path = LOCALE) -> bool:
    """Compile the catalogues if one was written after it was last compiled; True if so.

    Where nothing may be written beside the code, older words do, with a warning. Raises ``Failed`` when there are none.
    """
    sources = list(locale.glob("*/LC_MESSAGES/django.po"))
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    compiled = [path.with_suffix(".mo") for path in sources]
    if all(path.exists() and path.stat().st_mtime >= newest for path in compiled):
        return False
    from tadamun.config import messages

    try:
        messages.compile_all(locale)
    except OSError as error:
        said = {"error": error, "command": "tadamun messages --compile"}
        if not all(path.is_file() for path in compiled):
            raise Failed(
                _(
                    "There are no compiled words and none can be written (%(error)s). First run, as who may: %(command)s"
                )
                % said
            ) from error
        report.warn(
            _(
                "The compiled words are old and cannot be written (%(error)s). To renew them, as who may: %(command)s"
            )
            % said
        )
        return False
    return True
