"""Protocols of the gateways, one a module: what merchants' servers may ask, and how they are told.

A gateway translates between its manual and a ``Payment``. It does not decide about money, which is ``payments``, nor
about what goes wrong, which is ``verdicts``.
"""

from typing import Protocol

from tadamun_simulators.payments import Payment
from tadamun_simulators.post import Notice, Reply
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.web import Route


class Gateway(Protocol):
    name: str
    takes_cards: bool
    attempts: int  # how often a notice is sent that is not answered with 2xx

    def routes(self) -> list[Route]:
        """The addresses it answers."""

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        """What the merchant's server is told; None where the merchant wants no notice. Called under the lock."""

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        """Act on what the merchant answered to that notice. Called under the lock."""

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        """Send the browser back to the shop after the verdict."""

    def give_up(self, payment: Payment) -> Way:
        """Send the browser back to the shop, nothing paid."""
