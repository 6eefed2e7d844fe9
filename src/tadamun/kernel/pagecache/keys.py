"""What names a page."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

LONGEST_QUERY = 2_000  # characters
MOST_FIELDS = 50
LONGEST_PATH = 1_000


class Key(NamedTuple):
    """A page: its path as WSGI gives it, its canonical query, and whatever else its words depend on.

    ``parts`` are, in an order the web room chooses once, market slug, language, currency, digits and delivery
    zone. Never the Host header, never anything that belongs to one person.
    """

    path: str
    query: str
    parts: tuple[str, ...]

    def digest(self, release: str) -> str:
        """The page's file name, different in each release of the software. 32 hexadecimal digits."""
        # repr, because joining with any sign would let a path that contains it pass for another page's key.
        text = repr((release, *self))
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def canonical_query(query: str, allowed: Collection[str]) -> str | None:
    """The query with the allowed parameters alone, sorted, without empty values and repetitions.

    ``query`` is QUERY_STRING as WSGI gives it (bytes as Latin-1). Two queries that say the same give the same
    text. None if it is too long or has too many fields: such a page is not worth keeping.
    """
    if not query:
        return ""
    if len(query) > LONGEST_QUERY:
        return None
    return _canonical(query, allowed if isinstance(allowed, frozenset) else frozenset(allowed))


@lru_cache(maxsize=1_024)  # at most 4 MB; most visitors ask for the same pages in the same words
def _canonical(query: str, allowed: frozenset[str]) -> str | None:
    try:
        text = query.encode("latin-1").decode("utf-8", "replace")
        fields = parse_qsl(text, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return urlencode(sorted({(name, value) for name, value in fields if name in allowed}))


def key_of(environ: dict[str, Any], *, allowed: Collection[str], parts: Sequence[str]) -> Key | None:
    """The key of a request, or None if its path or query is too long to keep a page for."""
    path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
    if len(path) > LONGEST_PATH:
        return None
    query = canonical_query(environ.get("QUERY_STRING", ""), allowed)
    if query is None:
        return None
    return Key(path, query, tuple(parts))
