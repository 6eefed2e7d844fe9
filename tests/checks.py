"""``make check``: what can be judged without running the application.

Prints a line a check; exit code 1 if any fails.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.architecture.laws import LAWS, Law

# The settings make the data folder when they are read; a check leaves none behind.
DATA = tempfile.TemporaryDirectory(prefix="tadamun-checks-")
ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PYTHON = ["src", "tests", "bench", "manage.py"]

SHOWN = 60  # lines of one check

Check = Callable[[], list[str]]


def program(*command: str) -> Check:
    """A check that is a program: its output when it fails."""

    def run() -> list[str]:
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT, env={**os.environ, "TADAMUN_DATA": DATA.name}, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        return (done.stdout + done.stderr).strip().splitlines() if done.returncode else []

    return run


def law(one: Law) -> Check:
    return lambda: list(one())


def checks() -> dict[str, Check]:
    """Every check by its name; the slow ones first, since two run at a time."""
    python = [name for name in PYTHON if (ROOT / name).exists()]
    migrations = "tests/architecture/test_database.py"
    return {
        "types": program("mypy"),
        "migrations": program("pytest", "-q", "--no-header", migrations),
        "words": program("tadamun", "messages", "--check"),
        "rooms": program("lint-imports", "--no-logo"),
        "ruff": program("ruff", "check", "--output-format", "concise", *python),
        "format": program("ruff", "format", "--check", *python),
        **{one.__name__.replace("_", " "): law(one) for one in LAWS},
    }


def timed(check: Check) -> tuple[list[str], float]:
    began = time.monotonic()
    return check(), time.monotonic() - began


def main() -> int:
    chosen = {name: check for name, check in checks().items() if name in sys.argv[1:] or not sys.argv[1:]}
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {name: pool.submit(timed, check) for name, check in chosen.items()}
        for name, future in running.items():
            findings, seconds = future.result()
            print(f"{'FAILED' if findings else 'ok':7} {name} ({seconds:.1f} s)", flush=True)
            for finding in findings[:SHOWN]:
                print(f"        {finding}", flush=True)
            if len(findings) > SHOWN:
                print(f"        … and {len(findings) - SHOWN} more lines", flush=True)
            failed += bool(findings)
    print(f"{len(chosen) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
