"""The code at the door of a session: it changes each minute, so that a photograph of it sent to a friend is soon worth nothing.

Scanned in time it becomes a *pass* that lives long enough to sign in with.
"""

import base64
import hashlib
import hmac
from datetime import datetime

from django.core import signing

from tadamun.kernel import clock
from tadamun.solidarity.training.models import TrainingSession

A_CODE = 60  # seconds a code is shown
STILL_GOOD = 2  # codes before the present one that are taken: a slow phone, a clock a little off
A_PASS = 20 * 60  # seconds to sign in with what was scanned
_SALT = "training door"


def door_code(session: TrainingSession, at: datetime | None = None, back: int = 0) -> str:
    """The code of that minute: twelve letters and digits."""
    minute = int((at or clock.now()).timestamp()) // A_CODE - back
    digest = hmac.new(session.secret.encode(), f"{session.code}/{minute}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:12].decode()


def is_fresh(session: TrainingSession, said: str) -> bool:
    """Whether it was shown a moment ago."""
    return any(
        hmac.compare_digest(said.encode(), door_code(session, back=back).encode())
        for back in range(STILL_GOOD + 1)
    )


def door_pass(session: TrainingSession) -> str:
    """For somebody who scanned in time and must sign in first."""
    return signing.dumps([session.code, int(clock.now().timestamp())], salt=_SALT)


def is_pass(session: TrainingSession, said: str) -> bool:
    try:
        code, at = signing.loads(said, salt=_SALT)
    except signing.BadSignature:
        return False
    return bool(code == session.code and 0 <= clock.now().timestamp() - at <= A_PASS)


def lets_in(session: TrainingSession, said: str) -> bool:
    """A fresh code or a pass made from one."""
    return is_fresh(session, said) or is_pass(session, said)
