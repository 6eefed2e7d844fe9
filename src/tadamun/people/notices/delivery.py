"""Delivering one message: outside any transaction, since a company answers when it likes."""

from tadamun.kernel import clock
from tadamun.kernel.jobs import GiveUp, job
from tadamun.kernel.scopes import everything
from tadamun.people.notices.models import Message
from tadamun.people.notices.providers import port_of
from tadamun.people.notices.providers.base import Refused, Unreachable

RETRIES = 5


@job(retries=RETRIES, lease=120)
def deliver_message(message_id: int) -> None:
    """Hand a message to its port. Run twice it sends once, unless the worker died between sending and noting it."""
    with everything("a message by its key"):
        message = Message.objects.select_related("market").get(pk=message_id)
    if message.state != Message.State.WAITING or not message.text:
        return
    try:
        port_of(message.channel).send(message)
    except Refused as error:
        _note(message, Message.State.FAILED, str(error))
        raise GiveUp(str(error)) from error
    except Unreachable as error:
        last = message.attempts >= RETRIES
        _note(message, Message.State.FAILED if last else Message.State.WAITING, str(error))
        raise
    _note(message, Message.State.SENT)


def _note(message: Message, state: str, error: str = "") -> None:
    with everything("a message by its key"):
        Message.objects.filter(pk=message.pk).update(
            state=state, error=error[:200], attempts=message.attempts + 1,
            sent_at=clock.now() if state == Message.State.SENT else None,
        )  # fmt: skip
