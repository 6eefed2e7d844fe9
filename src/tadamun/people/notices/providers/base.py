"""The port every carrier of messages implements."""

from typing import Protocol

from tadamun.people.notices.models import Message


class Unreachable(Exception):
    """Nobody answered, or asked to come back later: trying again may help."""


class Refused(Exception):
    """The carrier will never take this message: trying again cannot help."""


class Port(Protocol):
    def send(self, message: Message) -> None:
        """Hand it over. Raises ``Unreachable`` or ``Refused``; then it was not taken.

        The message's key goes along where the protocol has a place for it, so that a carrier may drop a repeat.
        """
