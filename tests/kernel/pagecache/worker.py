"""A worker process of its own: the cache before a page that shows the price written in a file."""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from tadamun.kernel.pagecache import tags
from tadamun.kernel.pagecache.answers import Environ, StartResponse
from tests.kernel.pagecache.site import Reply, cache_for, visit


def serve(folder: Path, price: Path, pipe: Connection) -> None:
    """Do what the pipe says: visit the page, or write a price and bump in a transaction."""
    settings.configure(
        USE_TZ=True,
        PAGE_CACHE={"FOLDER": folder},
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )

    def page(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = price.read_bytes()
        tags.collect("product:42")
        start_response("200 OK", [("Content-Type", "text/html"), ("X-Page-Cache", "yes")])
        return [body]

    cache = cache_for(page, folder)
    while (order := pipe.recv()) is not None:
        match order:
            case "visit":
                pipe.send(visit(cache))
            case ("change", text):
                with transaction.atomic():
                    price.write_text(text)
                    tags.bump("product:42")
                pipe.send(None)
            case ("change and die", text):
                with transaction.atomic():
                    price.write_text(text)
                    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
                    tags.bump("product:42")


class Worker:
    """The test's end of a worker."""

    def __init__(self, folder: Path, price: Path) -> None:
        context = get_context("spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=serve, args=(folder, price, there))
        self.process.start()

    def visit(self) -> Reply:
        reply: Reply = self._ask("visit")
        return reply

    def change(self, price: str) -> None:
        self._ask(("change", price))

    def change_and_die(self, price: str) -> None:
        """Commit the change, and be killed before the bump."""
        self.pipe.send(("change and die", price))

    def stop(self) -> None:
        with suppress(BrokenPipeError):
            self.pipe.send(None)
        self.process.join(20)

    def _ask(self, order: object) -> Any:
        self.pipe.send(order)
        assert self.pipe.poll(30)
        return self.pipe.recv()
