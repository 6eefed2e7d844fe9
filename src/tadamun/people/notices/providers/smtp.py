"""E-mail by SMTP: text first, a plain HTML twin, marked as sent by a machine."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tadamun.people.notices.models import Message
from tadamun.people.notices.providers.base import Refused, Unreachable

TIMEOUT = 20  # seconds
RIGHT_TO_LEFT = {"ar"}


def written(message: Message, sender: str) -> EmailMessage:
    """The e-mail of a message. The same message always has the same Message-ID: a repeat is recognised as one."""
    domain = sender.rpartition("@")[2]
    market = message.market
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(market.name(message.language) if market else "", addr_spec=sender)
    mail["To"] = _one_address(message.to)
    mail["Subject"] = message.title
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{sha256(message.key.encode()).hexdigest()[:32]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if market and (answers := market.fact("email")):
        mail["Reply-To"] = answers
    mail.set_content(message.text + "\n")
    direction = "rtl" if message.language in RIGHT_TO_LEFT else "ltr"
    shop = market.name(message.language) if market else ""
    page = {"message": message, "direction": direction, "shop": shop, "paragraphs": paragraphs(message)}
    mail.add_alternative(render_to_string("notices/email.html", page), subtype="html")
    mail["Content-Language"] = message.language  # set earlier it would have moved into the first part
    return mail


def _one_address(to: str) -> Address:
    """Raises ``ValueError`` for anything else, so that no text becomes a second reader or another header."""
    address = Address(addr_spec=to)
    if not address.domain:
        raise ValueError(to)
    return address


def paragraphs(message: Message) -> list[SafeString]:
    """Its text as HTML, the one link it has made a link; nothing a seller wrote becomes one."""
    link = escape(message.link)
    anchor = f'<a href="{link}">{link}</a>' if link else ""
    parts = [escape(part).replace("\n", "<br>") for part in message.text.split("\n\n")]
    return [mark_safe(part.replace(link, anchor) if link else part) for part in parts]


@dataclass(frozen=True, slots=True)
class Smtp:
    """``url``: smtp://user:password@host:587, upgraded by STARTTLS, or smtps://…:465."""

    url: str
    sender: str

    def send(self, message: Message) -> None:
        try:
            mail = written(message, self.sender)
        except (ValueError, IndexError) as error:
            raise Refused(f"no such address: {error}") from error
        try:
            with self._connected() as client:
                client.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            code = _code_of(error)
            kind = Refused if code >= 500 else Unreachable
            raise kind(f"the mail server answered {code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"mail server: {type(error).__name__}") from error

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        if parts.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
        else:
            client = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
            client.ehlo()
            if client.has_extn("starttls"):
                client.starttls(context=context)
            elif parts.username:
                client.close()
                raise smtplib.SMTPNotSupportedError("a password is not sent in the clear")
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        return client


def _code_of(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _ in error.recipients.values())
    return int(getattr(error, "smtp_code", 451))
