"""Signing in by phone and code: allauth's own process, driven from pages of ours.

What differs from allauth: a phone nobody has registers its person when the code is right, so a known and an unknown
phone see the same page and get the same message; and guesses are counted by phone, not only by browser.
"""

import hmac

from allauth.account.adapter import get_adapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from tadamun.kernel.formats import latin_digits
from tadamun.people.accounts.operations import register_person
from tadamun.people.accounts.queries import person_by_phone
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import code_channels
from tadamun.trade.checkout.operations.claiming import claim_purchases
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.requests import in_market

HOUR = 3600
# An hour, to one phone: in all, and for one address. Somebody who asks in another's name from one address leaves her some.
CODES_A_PHONE, CODES_AN_ADDRESS = 8, 5
CALLS_A_PHONE = 3
GUESSES_A_PHONE, GUESSES_AN_ADDRESS = 20, 12


class PhoneCode(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth is not typed
    """One code sent to one phone, kept in the session until it is used, five guesses were wrong, or its time is over."""

    @classmethod
    def begin(
        cls, request: HttpRequest, phone: str, then: str, *, channel: str = "", hidden: bool = False
    ) -> "PhoneCode":
        """Send a code; ``then`` is the page to go to when it was right. ``channel``: how, where the market has several.
        ``hidden``: she did not type her number here, so it is not shown. Raises ``limits.TooOften``.
        """
        channel = _channel(request, channel)
        _count_code(request, phone, channel)
        person = person_by_phone(phone)
        login = Login(user=person, phone=phone)
        login.state["stages"] = {"current": LoginStageKey.LOGIN_BY_CODE.value}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=person, phone=phone))
        stage.state.update(initiated_by_user=True, then=then, channel=channel, hidden=hidden)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def awaited(cls, request: HttpRequest) -> "PhoneCode | None":
        """The process this browser is in; ``None`` when there is none or its time is over."""
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE.value)
        if stage is None or "phone" not in stage.state:
            return None
        process: PhoneCode | None = cls(stage=stage).abort_if_invalid()
        return process

    @property
    def phone(self) -> str:
        return str(self.state["phone"])

    @property
    def hidden(self) -> bool:
        return bool(self.state.get("hidden"))

    @property
    def channel(self) -> str:
        return _channel(self.request, str(self.state.get("channel", "")))

    @property
    def then(self) -> str:
        return str(self.state.get("then", ""))

    def is_right(self, said: str) -> bool:
        """Whether a person typed the code, with any digits and spaces. Counts the guess; raises ``limits.TooOften``."""
        _count(self.request, "guess", self.phone, GUESSES_AN_ADDRESS, GUESSES_A_PHONE)
        typed = "".join(latin_digits(said).split())
        return bool(self.code) and hmac.compare_digest(typed.encode(), self.code.encode())

    def generate_code(self) -> str:
        code: str = get_adapter(self.request).generate_phone_verification_code(
            user=self.user, phone=self.phone
        )
        self.state["code"] = code
        return code

    def send_by_phone(self, phone: str, skip_enumeration_mails: bool = False) -> None:
        get_adapter(self.request).send_verification_code_sms(
            user=self.user, phone=phone, code=self.generate_code(), channel=self.channel
        )

    def resend(self, channel: str = "") -> None:
        """A new code to the same phone; wrong guesses stay counted. Raises ``limits.TooOften``."""
        self.state["channel"] = _channel(self.request, channel or self.channel)
        _count_code(self.request, self.phone, self.channel)
        self.send()
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """She is signed in; a new phone has a person from now on, and what was ordered with it is hers."""
        person = register_person(self.phone, language=in_market(self.request).language, verified=True)
        self._user = person
        claim_purchases(person)
        response: HttpResponse = super().finish(redirect_url)
        return response


def _channel(request: HttpRequest, asked: str) -> str:
    """A way the market has: the one that was asked for, else the usual one."""
    known = code_channels(in_market(request).market)
    return asked if asked in known else known[0]


def _count_code(request: HttpRequest, phone: str, channel: str) -> None:
    """A phone that rings wakes somebody: it is called less often than it is written to."""
    if channel == Message.Channel.CALL:
        limit(f"call:{phone}", times=CALLS_A_PHONE, seconds=HOUR)
    _count(request, "code", phone, CODES_AN_ADDRESS, CODES_A_PHONE)


def _count(request: HttpRequest, what: str, phone: str, here: int, everywhere: int) -> None:
    """Raises ``TooOften``. What an address may no longer do does not count for the phone."""
    limit(f"{what}:{phone}:{network(in_market(request).client)}", times=here, seconds=HOUR)
    limit(f"{what}:{phone}", times=everywhere, seconds=HOUR)


def local_path(text: str) -> str:
    """The address of a page of this site that a link asked to go back to; empty for anything else."""
    is_local = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_local and len(text) <= 500 else ""
