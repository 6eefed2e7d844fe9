"""The process that listens: one thread a request, loopback alone."""

import sys
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from tadamun_simulators.post import is_near
from tadamun_simulators.web import Lost, Refused, Request, Response

LONGEST_BODY = 2_000_000  # bytes


class Server(ThreadingHTTPServer):
    """``answer`` is the bank's."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, answer: Callable[[Request], Response], port: int) -> None:
        self.answer = answer
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            traceback.print_exc(file=sys.stderr)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # without asking for the machine's name, which can take seconds
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    server: "Server"
    protocol_version = "HTTP/1.1"
    server_version = "tadamun-bank"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True

    def answer(self) -> None:
        try:
            response = self.server.answer(self._request())
        except Lost:
            self.close_connection = True
            return
        except Refused as refused:
            self.close_connection = refused.status in {411, 413}
            response = Response(refused.status, f"{refused.sentence}\n".encode())
        except Exception:  # one broken request must not end the bank
            traceback.print_exc(file=sys.stderr)
            response = Response(500, b"The simulator has failed; see its log.\n")
        self._send(response)

    do_GET = do_POST = do_PUT = do_HEAD = answer  # noqa: N815 - names of the base class

    def _request(self) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_near(urlsplit(f"//{headers.get('host', '')}").hostname or ""):
            raise Refused(421, "This bank answers to names of this machine alone.")
        if "transfer-encoding" in headers:
            raise Refused(411, "Say the length of the body.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 9 or int(length) > LONGEST_BODY:
            raise Refused(413, "The body is too long.")
        parts = urlsplit(self.path)
        return Request(
            method="GET" if self.command == "HEAD" else self.command,
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers=headers,
            body=self.rfile.read(int(length)),
            client=self.client_address[0],
        )

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Requests are in the history of their payment; the terminal stays quiet."""


def serve(answer: Callable[[Request], Response], port: int) -> Server:
    """A server that answers with this function; ``port`` 0 takes a free one. The caller runs it."""
    return Server(answer, port)
