"""What may go wrong between a merchant's server and the interface of a gateway."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tadamun_simulators.book import Book, Line
from tadamun_simulators.payments import Payment
from tadamun_simulators.web import Lost, Refused

LONGEST = 30.0  # seconds that a slow line waits at most


@contextmanager
def after(book: Book, gateway: str, payment: Payment | None = None, *, loses: bool = False) -> Iterator[None]:
    """Around the work of one call: wait on a slow line, refuse on a closed one, lose the answer once where it was chosen.

    Raises Refused with 503 before the work, or Lost after it, where the call ``loses`` (it wrote something).
    """
    line = book.lines.get(gateway, Line())
    fault = payment.fault if payment else ""
    if line.state == "down" or fault == "down":
        raise Refused(503, "The service is not available.")
    if line.state == "slow" or fault == "slow":
        time.sleep(min(LONGEST, line.seconds or (payment.seconds if payment else 0.0)))
    yield
    if loses and (line.state == "lost" or fault == "capture-lost"):
        with book.lock:
            if payment:
                payment.fault = "approve"
                payment.note("answer lost", "the call was done, its answer was not sent")
                book.save(payment)
            if line.state == "lost":
                book.lines.pop(gateway, None)
        raise Lost
