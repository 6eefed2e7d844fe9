"""The practice market: she enters and leaves it, and what others would do there happens by a button."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tadamun.solidarity.training.models import Learner, PracticeDesk
from tadamun.solidarity.training.operations import (
    leave_practice,
    order_in_play,
    pay_in_play,
    practise,
    review_in_play,
    scan_in_play,
)
from tadamun.solidarity.training.queries import practice_desk
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import action, desk_of
from tadamun.web.workshop.learning import for_learner
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.practice import PRACTISING

# What others do in the play: name in the address → (operation, word on the button, icon, spoken prompt, what is said after it).
PLAY: dict[str, tuple[Callable[[PracticeDesk], object], object, str, str, object]] = {
    "review": (
        review_in_play, gettext_lazy("The market looks at my piece"), "eye", "practice.review",
        gettext_lazy("Your piece is on sale in the practice market."),
    ),
    "order": (
        order_in_play, gettext_lazy("A buyer orders it"), "basket", "practice.order",
        gettext_lazy("An order came. It is on the page Orders."),
    ),
    "carrier": (
        scan_in_play, gettext_lazy("The carrier brings the parcel"), "truck", "practice.carrier",
        gettext_lazy("The parcel arrived and was paid. Look at the page Money."),
    ),
    "days": (
        pay_in_play, gettext_lazy("The days for returns pass"), "calendar", "practice.days",
        gettext_lazy("The play money is ready. Look at the page Money."),
    ),
}  # fmt: skip


@require_safe
@for_learner
def practice(request: HttpRequest, learner: Learner) -> HttpResponse:
    """What practice is, and while she practises what may happen next."""
    buttons = [(name, word, icon, say) for name, (_do, word, icon, say, _after) in PLAY.items()]
    return page(
        request, "learning/practice", tab="learn", buttons=buttons, begun=practice_desk(learner) is not None,
        back_url=desk_of(request).path("learn/"),
    )  # fmt: skip


@for_learner
@action
def entering(request: HttpRequest, learner: Learner) -> HttpResponse:
    """From now on her pages show the practice market; again: where she left it."""
    practise(learner)
    request.session[PRACTISING] = True
    return see(desk_of(request).path("learn/practice/"))


@for_learner
@action
def leaving(request: HttpRequest, learner: Learner) -> HttpResponse:
    """Back to the real market; what she practised stays as it is."""
    request.session.pop(PRACTISING, None)
    return see(desk_of(request).path("learn/practice/"))


@for_learner
@action
def beginning(request: HttpRequest, learner: Learner) -> HttpResponse:
    """An empty practice shop."""
    leave_practice(learner)
    practise(learner)
    request.session[PRACTISING] = True
    messages.success(request, _("Your practice shop is empty again."))
    return see(desk_of(request).path("learn/practice/"))


@for_learner
@action
def playing(request: HttpRequest, learner: Learner, name: str) -> HttpResponse:
    """Somebody else does something in the play."""
    desk = practice_desk(learner)
    if desk is None or name not in PLAY:
        return see(desk_of(request).path("learn/practice/"))
    do, _word, _icon, _say, after = PLAY[name]
    if do(desk):
        messages.success(request, str(after))
    else:
        messages.info(request, _("There is nothing for this yet. Do your own part first."))
    return see(desk_of(request).path("learn/practice/"))
