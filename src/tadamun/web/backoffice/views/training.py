"""Training at a glance: sessions, what a person has to decide, figures."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.people.markets.rules import may_train
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.pages import page


@for_team(may_train)
@require_safe
def training(plain: HttpRequest) -> HttpResponse:
    return page(plain, "training/home")
