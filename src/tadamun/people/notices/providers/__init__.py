"""Ports to those who carry messages, one file each. A port translates and hands over; it writes nothing."""

from django.conf import settings

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers.base import Port, Refused, Unreachable
from tadamun.people.notices.providers.call import Call
from tadamun.people.notices.providers.mailbox import Mailbox
from tadamun.people.notices.providers.sms import Sms
from tadamun.people.notices.providers.smtp import Smtp
from tadamun.people.notices.providers.whatsapp import WhatsApp

__all__ = ["Port", "Refused", "Unreachable", "mailbox_channels", "port_of"]


def port_of(channel: str) -> Port:
    """The port that carries a channel, as the settings of this installation say."""
    if channel == Message.Channel.EMAIL and settings.SMTP_URL:
        return Smtp(settings.SMTP_URL, settings.MAIL_FROM)
    if channel == Message.Channel.SMS and settings.SMS_URL:
        return Sms(settings.SMS_URL, settings.SMS_TOKEN)
    if channel == Message.Channel.WHATSAPP and settings.WHATSAPP_URL:
        return WhatsApp(settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN, settings.WHATSAPP_TEMPLATE)
    if channel == Message.Channel.CALL and settings.CALL_URL:
        return Call(settings.CALL_URL, settings.CALL_TOKEN)
    return Mailbox(open=settings.DEMO)


def mailbox_channels() -> list[str]:
    """The channels nobody carries: their messages lie in the demonstration's mailbox."""
    return [channel for channel in Message.Channel.values if isinstance(port_of(channel), Mailbox)]
