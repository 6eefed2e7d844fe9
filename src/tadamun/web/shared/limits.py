"""Counting how often somebody did something: fixed windows in one small file that all workers of a machine share.

Django's cache on files lists its folder at every write, which a search cannot afford.
"""

import mmap
import os
import struct
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from threading import Lock

from django.conf import settings

from tadamun.kernel import clock

SLOTS = 65_536
_SLOT = struct.Struct("=QII")  # fingerprint of what is counted, number of the window, count


class TooOften(Exception):
    """The limit is reached; in ``wait`` seconds counting begins anew."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"again in {wait} s")
        self.wait = wait


class Windows:
    """Two keys that share a slot make each other forgotten: a limit may let something through, never refuse by mistake.
    Which do is a secret of the installation, else somebody would find an address that makes her guesses forgotten.

    Processes add without waiting for each other; of two that add in the same microsecond one may be lost.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        size = SLOTS * _SLOT.size
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(handle).st_size != size:
                os.pwrite(handle, bytes(size), 0)
            self._bytes = mmap.mmap(handle, size)
        finally:
            os.close(handle)
        self._lock = Lock()
        self._secret = blake2b(settings.SECRET_KEY.encode()).digest()

    def add(self, key: str, seconds: int, amount: int = 1) -> tuple[int, int]:
        """Count so many; returns how many there are in this window, and in how many seconds the next begins."""
        now = int(clock.now().timestamp())
        window = now // seconds
        mark = int.from_bytes(
            blake2b(key.encode("utf-8", "replace"), digest_size=8, key=self._secret).digest(), "big"
        )
        at = mark % SLOTS * _SLOT.size
        with self._lock:
            known, number, count = _SLOT.unpack_from(self._bytes, at)
            count = count + amount if (known, number) == (mark, window) else amount
            _SLOT.pack_into(self._bytes, at, mark, window, min(count, 2**32 - 1))
        return count, (window + 1) * seconds - now


@lru_cache(maxsize=1)
def _windows() -> Windows:
    return Windows(Path(settings.DATA) / "limits")


def network(address: str) -> str:
    """By what a visitor is counted: one household has 2⁶⁴ IPv6 addresses, and whoever wants more chances takes another."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)


def limit(key: str, *, times: int, seconds: int) -> None:
    """Count one. Raises ``TooOften`` from the ``times`` + 1st within a window of ``seconds``."""
    count, wait = _windows().add(key, seconds)
    if count > times:
        raise TooOften(wait)


def spend(key: str, amount: int, *, seconds: int) -> int:
    """Count ``amount``, which may be 0; returns what was counted within this window of ``seconds``."""
    return _windows().add(key, seconds, amount)[0]
