"""Requirements, organisations, decisions and rights as words and icons: for the seller's pages and the team's."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tadamun.people.sellers import rules
from tadamun.people.sellers.models import Appeal, Decision, Grant, Organisation, Requirement, Submission
from tadamun.people.sellers.requirements import EXPIRED, MISSING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise
else:
    from django.utils.functional import Promise

Words = Mapping[str, tuple[Promise, str]]
K, S, V = Requirement.Kind, Submission.State, Decision.Verdict

REQUIREMENTS: dict[str, tuple[Promise, Promise, str]] = {
    K.TERMS: (_("The rules of the market"), _("Hear or read them, then say yes."), "book"),
    K.CARD: (_("Artisan card"), _("The number on your artisan card."), "card"),
    K.ICE: (_("ICE"), _("Fifteen digits, on your tax papers."), "seal"),
    K.COOPERATIVE: (_("Register of cooperatives"), _("The number under which it is registered."), "people"),
    K.RIB: (_("Bank account (RIB)"), _("Twenty-four digits; your money goes there."), "coins"),
    K.PHOTO: (_("Photo of the workshop"), _("Where you work, as it is."), "camera"),
    K.PRODUCTS: (_("First products"), _("Send your first pieces for review."), "tag"),
    K.VISIT: (_("A visit"), _("Somebody of the market comes to see you."), "home"),
    K.LABEL: (_("A label"), _("Its number and year, and a photo of its paper."), "star"),
    K.TRAINING: (_("A lesson"), _("It is known when you passed it."), "play"),
    K.DOCUMENT: (_("A paper"), _("A photo of it or a PDF."), "print"),
    K.GUARDIAN: (_("Who helps you"), _("The phone of somebody you trust."), "hand"),
}
"""Kind → its name, what to do, its icon."""

STATES: Words = {
    MISSING: (_("Missing"), "warn"),
    EXPIRED: (_("Expired"), "bad"),
    S.PENDING: (_("We are looking at it"), "info"),
    S.ACCEPTED: (_("Accepted"), "ok"),
    S.REJECTED: (_("Not right yet"), "bad"),
    S.WAIVED: (_("Not needed"), "ok"),
}
"""State of a paper → its word, its colour."""

KINDS: Words = {
    Organisation.Kind.ARTISAN: (_("I work alone"), "hand"),
    Organisation.Kind.COOPERATIVE: (_("Cooperative"), "people"),
    Organisation.Kind.ASSOCIATION: (_("Association"), "heart"),
    Organisation.Kind.GIE: (_("Economic interest group (GIE)"), "rings"),
    Organisation.Kind.UNION: (_("Union of cooperatives"), "globe"),
    Organisation.Kind.COMPANY: (_("Company"), "shop"),
    Organisation.Kind.AGENCY: (_("Agency"), "home"),
    Organisation.Kind.INSTITUTION: (_("Institution"), "seal"),
}

VERDICTS: Words = {
    V.ADMITTED: (_("You may sell here"), "ok"),
    V.REFUSED: (_("Not yet"), "bad"),
    V.SUSPENDED: (_("Your shop is paused"), "bad"),
    V.LIFTED: (_("You may sell again"), "ok"),
}
APPEALS: Words = {
    Appeal.State.WAITING: (_("Your objection waits for an answer"), "info"),
    Appeal.State.GRANTED: (_("The market agrees with you"), "ok"),
    Appeal.State.UPHELD: (_("The market stays with its decision"), "bad"),
}

RIGHTS: Words = {
    rules.PRODUCTS: (_("Products"), "tag"),
    rules.STOCK: (_("How many there are"), "plus"),
    rules.ORDERS: (_("Orders"), "parcel"),
    rules.MESSAGES: (_("Messages"), "message"),
    rules.REQUESTS: (_("Requests"), "edit"),
    rules.MONEY: (_("Seeing the money"), "coins"),
    rules.LEARNING: (_("Lessons"), "book"),
}
GIVEN: dict[str, Promise] = {
    Grant.Given.PRESS: _("by her press"),
    Grant.Given.PIN: _("by her PIN"),
    Grant.Given.PAPER: _("on paper or by her voice"),
}

ANSWERS: dict[str, Promise] = {
    "empty": _("Please write it, or take the photo."),
    "number": _("Please write the number as it stands on the paper."),
    "length": _("This number is too short or too long. Please look again."),
    "check": _("One of the digits is not right. Please look again."),
    "account": _("One of the 24 digits is not right. Please look again."),
    "phone": _("This is no phone number. It has 10 digits, for example 0612345678."),
    "year": _("Please write the year in which it was given, for example 2023."),
    "paper": _("Please take a photo of the paper of the label too."),
    "terms": _("The rules have changed meanwhile. Please hear or read them again."),
    "large": _("This file is too large. Please take the photo again, or choose a smaller file."),
    "unknown": _("This is neither a photo nor a PDF."),
    "broken": _("This file cannot be opened. Please take the photo again."),
    "small": _("This picture is too small to be read. Please take it again, nearer."),
    "active": _("This PDF can do more than be read. Please send a photo of the paper."),
    "picture": _("Please take a photo here."),
    "stands": _("This is accepted already. Nothing was changed."),
}
"""Why an answer was not kept, by the code of what was raised."""


def requirement_title(requirement: Requirement, language: str) -> str:
    """The market's own words, else the kind's."""
    return requirement.title(language) or str(REQUIREMENTS[requirement.kind][0])
