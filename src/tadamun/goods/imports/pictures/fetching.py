"""A picture from a web address that anyone may have written into a file."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from contextlib import closing, suppress
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

from tadamun.goods.imports.pictures.addresses import is_public
from tadamun.goods.imports.pictures.kinds import Picture, PictureLimits, PictureRefused, picture_from

Allow = Callable[[str, int], bool]  # numeric address and port: may it be reached although it is not public?

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = "Tadamun catalogue import"
# Resolving knows no time limit of its own; a thread that hangs there must not hold the caller.
_RESOLVERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="picture-names")


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds; raises ``PictureRefused`` when there are none."""
        left = self._end - monotonic()
        if left <= 0.001:
            raise PictureRefused("picture_too_slow", limit=max(1, round(self._seconds)))
        return left


def fetch_picture(url: str, *, limits: PictureLimits | None = None, allow: Allow | None = None) -> Picture:
    """The picture at ``url``: http or https, public addresses only, at every step of a redirect.

    The address that was judged is the one connected to, so a name cannot change its mind in between. ``limits.seconds``
    is for everything together. Raises ``PictureRefused``; fetching again is harmless.
    """
    limits = limits or PictureLimits()
    deadline = _Deadline(limits.seconds)
    for _ in range(limits.redirects + 1):
        answer = _get(url, deadline, limits, allow)
        if isinstance(answer, Picture):
            return answer
        url = urljoin(url, answer)
    raise PictureRefused("picture_redirects")


def _get(url: str, deadline: _Deadline, limits: PictureLimits, allow: Allow | None) -> Picture | str:
    """The picture, or where a redirect leads."""
    scheme, host, port, target = _parts(url)
    address = _resolved(host, port, _PORTS[scheme], deadline, allow)
    connection = _Pinned(scheme, host, port, address, deadline.left())
    # The timer ends what a slow sender would draw out by a byte at a time, headers included.
    timer = threading.Timer(deadline.left(), connection.cut)
    timer.daemon = True
    timer.start()
    try:
        with closing(connection):
            headers = {
                "User-Agent": _AGENT,
                "Accept": "image/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            if response.status in _REDIRECTS and (place := response.getheader("Location")):
                return place
            return _picture(url, response, limits, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        deadline.left()
        raise PictureRefused("picture_unreachable") from error
    finally:
        timer.cancel()


def _picture(
    url: str, response: http.client.HTTPResponse, limits: PictureLimits, deadline: _Deadline
) -> Picture:
    if response.status in (404, 410):
        raise PictureRefused("picture_not_found")
    if response.status != 200:
        raise PictureRefused("picture_unreachable")
    claimed = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    if not claimed.startswith("image/") or response.getheader("Content-Encoding", "identity") != "identity":
        raise PictureRefused("picture_not_image")
    content = response.read(limits.bytes + 1)
    deadline.left()  # a body without a length looks complete when the timer has cut it
    if len(content) > limits.bytes:
        raise PictureRefused("picture_too_large", limit=limits.megabytes)
    if response.length:
        raise http.client.IncompleteRead(content, response.length)
    return picture_from(url, content)


def _parts(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise PictureRefused("picture_refused") from error
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        raise PictureRefused("picture_refused")
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise PictureRefused("picture_refused") from error
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts.scheme, host, port or _PORTS[parts.scheme], target


def _resolved(host: str, port: int, usual: int, deadline: _Deadline, allow: Allow | None) -> str:
    """One numeric address of the host. All of them must be reachable by us: a mixed answer is a trick."""
    question = _RESOLVERS.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        answers = question.result(timeout=deadline.left())
    except (TooLong, OSError, UnicodeError) as error:
        raise PictureRefused("picture_unreachable") from error
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    for address in addresses:
        allowed = allow is not None and allow(address, port)
        if not allowed and (port != usual or not is_public(address)):
            raise PictureRefused("picture_refused")
    if not addresses:
        raise PictureRefused("picture_unreachable")
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to one numeric address in the name of a host."""

    def __init__(self, scheme: str, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address
        self._secure = scheme == "https"
        self._live: socket.socket | None = None  # ``sock`` passes to the response as soon as that begins

    def connect(self) -> None:
        self.sock = self._live = socket.create_connection((self._address, self.port), timeout=self.timeout)
        if self._secure:
            self.sock = self._live = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host
            )

    def cut(self) -> None:
        """From another thread: whoever waits for this connection wakes up, with an error or at the end of the data."""
        if self._live is not None:
            with suppress(OSError):
                self._live.shutdown(socket.SHUT_RDWR)
