"""Where allauth meets our persons: phones, codes, and no words of its own."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tadamun.kernel.codes import new_secret
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import verify_phone
from tadamun.people.accounts.queries import person_by_phone
from tadamun.people.markets.queries import first_host
from tadamun.people.notices.ceiling import CODE_KIND
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.web.shared import errors
from tadamun.web.shared.markets import host_of
from tadamun.web.shared.phones import PhoneField
from tadamun.web.shared.requests import MarketRequest, in_market

DIGITS = 6


class PhoneAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Persons by phone. Our pages speak for themselves, so allauth's messages are dropped."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        return None

    def get_client_ip(self, request: HttpRequest) -> str:
        return in_market(request).client

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is no form to sign up: a phone that proved itself is enough."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return errors.forbidden(request)

    def phone_form_field(self, **kwargs: Any) -> CharField:
        return PhoneField(**kwargs)

    def generate_phone_verification_code(self, *, user: AbstractBaseUser | None, phone: str) -> str:
        return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"

    def send_verification_code_sms(
        self, user: AbstractBaseUser | None, phone: str, code: str, *, channel: str = "", **kwargs: Any
    ) -> None:
        """In the language of the page, by ``channel`` or else the usual one; a call says it digit by digit.

        The last line of a message lets the phone fill the code in by itself (WICG, SMS one-time codes).
        """
        request = in_market(self.request)
        shop = request.market.name(request.language)
        channel = channel or phone_channel()
        if channel == Message.Channel.CALL:
            digits = ". ".join(code) + "."
            words = _("Your code for %(shop)s is: %(digits)s Give it to nobody.") % {
                "digits": digits,
                "shop": shop,
            }
        else:
            words = _("%(code)s is your code for %(shop)s. Give it to nobody.") % {"code": code, "shop": shop}
            words = f"{words}\n@{_bound_to(request)} #{code}"
        send_notice(
            market=request.market, key=f"code/{new_secret()}", kind=CODE_KIND, channel=channel, to=phone,
            language=request.language, title=_("Your code"), urgent=True,
            text=words,
        )  # fmt: skip

    def get_user_by_phone(self, phone: str) -> Person | None:
        return person_by_phone(phone)

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        if not isinstance(user, Person) or not user.phone:
            return None
        return user.phone, user.phone_verified_at is not None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        raise NotImplementedError("a person's phone never changes: another phone is another person")

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        if isinstance(user, Person) and user.phone == phone:
            verify_phone(user)


def _bound_to(request: MarketRequest) -> str:
    """The host for which a phone may fill the code in: one of the market's own, whatever host was asked for it."""
    host = host_of(request.META)
    return host if request.market.hosts.filter(host=host).exists() else first_host(request.market)
