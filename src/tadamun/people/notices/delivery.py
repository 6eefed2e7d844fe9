"""Delivering one message: outside any transaction, since a company answers when it likes."""

from datetime import timedelta

from tadamun.kernel import clock
from tadamun.kernel.jobs import GiveUp, enqueue, job
from tadamun.kernel.scopes import everything
from tadamun.people.notices.ceiling import CODE_KIND, PHONE, wait_for_room
from tadamun.people.notices.models import Message
from tadamun.people.notices.providers import port_of
from tadamun.people.notices.providers.base import Refused, Unreachable

RETRIES = 5


@job(retries=RETRIES, lease=120)
def deliver_message(message_id: int) -> None:
    """Hand a message to its port. Run twice it sends once, unless the worker died between sending and noting it.

    At the ceiling of its market a message to a phone is put off.
    """
    with everything("a message by its key"):
        message = Message.objects.select_related("market").get(pk=message_id)
    if message.state != Message.State.WAITING or not message.text:
        return
    if wait := _wait(message):
        enqueue(deliver_message, message_id, after=clock.now() + timedelta(seconds=wait))
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


def _wait(message: Message) -> int:
    """Seconds until the market may send one more to a phone. A code was let through when it was asked for."""
    if message.market is None or message.kind == CODE_KIND or message.channel not in PHONE:
        return 0
    return wait_for_room(message.market)


def _note(message: Message, state: str, error: str = "") -> None:
    with everything("a message by its key"):
        Message.objects.filter(pk=message.pk).update(
            state=state, error=error[:200], attempts=message.attempts + 1,
            sent_at=clock.now() if state == Message.State.SENT else None,
        )  # fmt: skip
