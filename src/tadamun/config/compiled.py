"""Compiled words for a server that starts: looks before it loads what compiling needs, which takes a while."""

from tadamun.config.cli import LOCALE


def compile_if_stale() -> bool:
    """Compile the catalogues if one was written after it was last compiled; True if so."""
    sources = list(LOCALE.glob("*/LC_MESSAGES/django.po"))
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    compiled = [path.with_suffix(".mo") for path in sources]
    if all(path.exists() and path.stat().st_mtime >= newest for path in compiled):
        return False
    from tadamun.config import messages

    messages.compile_all()
    return True
