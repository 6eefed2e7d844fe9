"""A visitor that keeps its connections and its cookies."""

import gzip
import http.client
import re
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

_numbers = count(1)


class Visitor:
    """Speaks to one market of a server on loopback by its Host header, as if through a proxy, from another address each
    time: so that limits count, and do not end the measurement."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        number = next(_numbers)
        headers = {
            "Host": f"{self.host}:{self.port}", "Accept-Encoding": "gzip",
            "X-Forwarded-For": f"198.18.{number // 250 % 250}.{number % 250 + 1}",
        }  # fmt: skip
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{self.host}:{self.port}", "Sec-Fetch-Site": "same-origin",
            }  # fmt: skip
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        data = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.coded_value
        return response.status, data, {name.lower(): value for name, value in response.getheaders()}

    def get(self, path: str) -> tuple[int, bytes]:
        status, data, headers = self.ask("GET", path)
        return status, gzip.decompress(data) if headers.get("content-encoding") == "gzip" else data


def paths_in(page: bytes, pattern: str) -> list[str]:
    """The distinct addresses in a page that match, in their order."""
    return list(dict.fromkeys(re.findall(pattern, page.decode())))
