"""Numbers that can be checked: ICE and bank account."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NotValid
from stdnum.ma import ice as moroccan_ice

from tadamun.kernel.formats import latin_digits

RIB_LENGTH = 24


def plain_number(said: str) -> str:
    """Digits alone, of any family, without spaces, points and dashes."""
    return "".join(letter for letter in latin_digits(said) if letter not in " .-\u00a0\u202f")


def checked_ice(said: str) -> str:
    """Fifteen digits divisible by 97 (python-stdnum, ``stdnum.ma.ice``). Empty stays empty."""
    number = plain_number(said)
    if not number:
        return ""
    try:
        return str(moroccan_ice.validate(number))
    except NotValid as error:
        raise ValidationError(
            _("This is not a valid ICE: it has 15 digits, and one of them seems wrong."), code="ice"
        ) from error


def checked_rib(said: str) -> str:
    """Twenty-four digits; the last two are the key: 97 less the remainder of the first 22, times 100, by 97."""
    number = plain_number(said)
    if not number:
        return ""
    if len(number) != RIB_LENGTH or not number.isascii() or not number.isdecimal():
        raise ValidationError(_("An RIB has 24 digits."), code="rib")
    if 97 - int(number[:22]) * 100 % 97 != int(number[22:]):
        raise ValidationError(
            _("This RIB is not right: its last two digits do not fit the others."), code="rib"
        )
    return number
