"""Names of hosts as people write them, and as a request brings them."""

import re

LONGEST = 120  # as long as ``MarketHost`` keeps
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class BadHost(ValueError):
    """No name of a host: it has a scheme, a port, a path or a letter that no such name has."""


def normal_host(said: str) -> str:
    """In small letters and ASCII, without a dot at the end: ``Souk.Example.`` → ``souk.example``. Raises ``BadHost``."""
    try:
        host = said.strip().removesuffix(".").encode("idna").decode().lower()
    except UnicodeError as error:
        raise BadHost(said) from error
    if not host or len(host) > LONGEST or not all(LABEL.fullmatch(label) for label in host.split(".")):
        raise BadHost(said)
    return host
