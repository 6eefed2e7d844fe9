"""Why nothing could be asked for, in words to the seller."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.trade.checkout.problems import Code, Problem


def sentence(problem: Problem) -> str:
    """In the language that is active."""
    if problem.code == Code.FEWER_LEFT:
        return ngettext("Only %(count)s piece is free.", "Only %(count)s pieces are free.", problem.left) % {
            "count": problem.left
        }
    return {
        Code.SOLD_OUT: _("It is sold out: nothing of it is free."),
        Code.HELD_BY_ANOTHER: _("It lies in a visitor’s basket on the web for now. Please try again later."),
        Code.METHOD_NOT_OFFERED: _("This amount cannot be paid by a link."),
    }.get(problem.code, _("Buyers cannot buy it now."))
