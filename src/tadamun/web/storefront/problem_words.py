"""Problems of a basket as sentences: what happened, and what to do now."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.formats import format_instant
from tadamun.people.notices.voice import Voice
from tadamun.trade.checkout.problems import Code, Problem


def sentence(problem: Problem, voice: Voice) -> str:
    """In the language that is active; ``voice`` writes its money and times."""
    return _SENTENCES[problem.code](problem, voice)


def _price_changed(problem: Problem, voice: Voice) -> str:
    assert problem.before is not None
    assert problem.after is not None
    return _("The price of this piece changed from %(before)s to %(after)s.") % {
        "before": voice.money(problem.before),
        "after": voice.money(problem.after),
    }


def _total_changed(problem: Problem, voice: Voice) -> str:
    assert problem.after is not None
    return _("The total is now %(after)s. Please look at it and confirm again.") % {
        "after": voice.money(problem.after)
    }


def _fewer_left(problem: Problem, voice: Voice) -> str:
    return ngettext(
        "Only %(left)d is left. Please take fewer.",
        "Only %(left)d are left. Please take fewer.",
        problem.left,
    ) % {"left": problem.left}


def _held(problem: Problem, voice: Voice) -> str:
    if problem.until is None:
        return _("This piece lies in somebody else’s basket for now. Please try again later.")
    return _(
        "This piece lies in somebody else’s basket until %(time)s. If it is not bought, it is free again."
    ) % {"time": clock_time(problem.until, voice)}


def clock_time(instant: datetime, voice: Voice) -> str:
    """14:35, in the zone and digits of the market."""
    return format_instant(instant, voice.locale, voice.market.time_zone, "H:mm", voice.market.digits or None)


_SENTENCES: dict[str, Callable[[Problem, Voice], str]] = {
    Code.EMPTY: lambda problem, voice: _("Your basket is empty."),
    Code.GONE: lambda problem, voice: _(
        "This product is no longer on sale. Please remove it from the basket."
    ),
    Code.SOLD_OUT: lambda problem, voice: _(
        "Sold out: somebody was faster. Please remove it from the basket."
    ),
    Code.AWAY: lambda problem, voice: (
        _("Its shop is closed until %(day)s. Please order then, or remove it from the basket.")
        % {"day": voice.day(problem.opens) if problem.opens else ""}
    ),
    Code.FEWER_LEFT: _fewer_left,
    Code.HELD_BY_ANOTHER: _held,
    Code.PRICE_CHANGED: _price_changed,
    Code.TOTAL_CHANGED: _total_changed,
    Code.NOT_ABROAD: lambda problem, voice: _(
        "Its workshop does not send abroad yet. Please remove it from the basket, or choose an address in its country."
    ),
    Code.NOT_DELIVERED_THERE: lambda problem, voice: _(
        "This market does not deliver to that country. Please choose another one."
    ),
    Code.METHOD_NOT_OFFERED: lambda problem, voice: _(
        "This way to pay is not offered for this order. Please choose another one."
    ),
}
