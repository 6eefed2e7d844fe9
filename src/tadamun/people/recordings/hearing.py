"""Who may hear a voice: whoever a page gave a *pass* for it.

The room whose row points to a voice decides, when it draws a page, who sees the row; with the row the page gives a pass. It
names one voice, ends by itself, and is good in one session alone where somebody is signed in: copied into a message it opens
nothing for others, and nothing for her after she went out. A prompt is for everybody; its pass does not end. What is erased
is served to nobody, whatever pass they have.
"""

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from tadamun.kernel import clock

PREFIX = "/voices/"
HOUR = 3600
IN_SESSION, FOR_LINK = 7 * 24, 24
"""Hours that a pass lasts at least: a page that her phone kept for days still speaks, a link passed on does not."""
_KEY = re.compile(r"[a-z0-9-]{1,60}")
_PASS = re.compile(
    r"(?P<kind>[sl])(?P<until>[0-9a-f]{1,8})-(?P<sign>[0-9a-f]{24})|open-(?P<open>[0-9a-f]{24})"
)


def voice_url(key: str) -> str:
    """Without a pass: nobody hears anything there. Of the format every browser plays; ``voice.js`` asks for the smaller one
    beside it where it can.
    """
    return f"{PREFIX}{key}/voice.m4a"


def open_url(key: str) -> str:
    """Where everybody hears it, for as long as it is kept."""
    return f"{PREFIX}open-{_sign('open', key)}/{key}/voice.m4a"


def heard_at(url: str, session: str = "") -> str:
    """The same voice with a pass for this session, or for who has the link. What is no address of a voice stays as it is."""
    key = url.removeprefix(PREFIX).partition("/")[0]
    if url != voice_url(key) or not _KEY.fullmatch(key):
        return url
    kind, hours = ("s", IN_SESSION) if session else ("l", FOR_LINK)
    # Whole days, so that a page drawn again has the same addresses and a phone need not fetch again.
    until = f"{(_hour() // 24) * 24 + hours + 24:x}"
    return f"{PREFIX}{kind}{until}-{_sign(kind, key, until, session)}/{key}/voice.m4a"


def may_hear(given: str, key: str, session: str) -> bool:
    """Whether this pass is for this voice, in this session, now."""
    found = _PASS.fullmatch(given)
    if found is None:
        return False
    if found["open"]:
        return constant_time_compare(found["open"], _sign("open", key))
    kind, until = found["kind"], found["until"]
    right = _sign(kind, key, until, session if kind == "s" else "")
    return constant_time_compare(found["sign"], right) and _hour() < int(until, 16)


def _hour() -> int:
    return int(clock.now().timestamp()) // HOUR


def _sign(*said: str) -> str:
    return salted_hmac("tadamun.hearing", "\0".join(said), algorithm="sha256").hexdigest()[:24]
