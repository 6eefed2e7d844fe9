"""Scripts as they are sent."""

from rjsmin import jsmin


def smaller(script: str) -> str:
    """The same script without comments and spaces: a tenth less to download, on a phone that pays for it."""
    return str(jsmin(script))
