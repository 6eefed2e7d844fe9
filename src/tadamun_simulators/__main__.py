"""``python -m tadamun_simulators --port 8200 [--data DIR]``: start the bank."""

import argparse
import signal
import sys
from pathlib import Path

from tadamun_simulators.bank import Bank
from tadamun_simulators.server import serve


def main() -> int:
    """Print one line when ready, then serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m tadamun_simulators", description=__doc__)
    parser.add_argument("--port", type=int, default=8200, help="0 takes a free one")
    parser.add_argument("--data", type=Path, help="a folder that keeps the payments")
    parser.add_argument(
        "--webhook", action="append", default=[], metavar="GATEWAY=URL", help="as entered on its account page"
    )
    arguments = parser.parse_args()
    bank = Bank(arguments.data)
    for given in arguments.webhook:
        gateway, _, url = given.partition("=")
        bank.book.subscribe(gateway, url)
    try:
        server = serve(bank.answer, arguments.port)
    except (OSError, OverflowError) as error:
        print(f"bank: port {arguments.port}: {error}", file=sys.stderr)
        return 1
    try:
        signal.signal(signal.SIGTERM, _end)
        print(f"bank: http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
