"""Who may sit down here, and for whom: a member of an organisation that this market knows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.people.sellers.queries import desks_of, fee_bp
from tadamun.web.shared.middleware.origin import SAFE
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import MarketRequest, in_market

View = Callable[..., HttpResponse]
CHOSEN = "workshop_organisation"  # in the session: the code of the organisation she sits down for


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits here for whom. ``choice``: all the admissions she could sit down for."""

    person: Person
    market: Market
    language: str
    admission: Admission
    choice: tuple[Admission, ...]

    @property
    def organisation(self) -> Organisation:
        return self.admission.organisation

    @property
    def admitted(self) -> bool:
        return self.admission.status == Admission.Status.ADMITTED

    @property
    def fee_bp(self) -> int:
        return fee_bp(self.admission, self.market.policy.fee_bp)

    def path(self, rest: str = "") -> str:
        """An address of the workshop."""
        return f"/{self.language}/workshop/{rest}"


class SellerRequest(MarketRequest):
    """A request inside ``for_seller``."""

    desk: Desk


def desk_of(request: HttpRequest) -> Desk:
    return cast(SellerRequest, request).desk


def for_member(view: View) -> View:
    """Passes ``admissions``, one at least. A visitor is sent to sign in; somebody who sells nothing here is told so,
    with the same words whatever she asked for.
    """

    @wraps(view)
    @never_cache
    def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request = in_market(plain)
        if request.person is None:
            return see(f"/{request.language}/sign-in/?next={quote(_way_back(request))}")
        admissions = desks_of(request.person)
        if not admissions:
            return render(request, "workshop/stranger.html", {"account_url": ""}, status=404)
        return view(request, admissions, *args, **kwargs)

    return inside


def _way_back(request: MarketRequest) -> str:
    """The page she wanted; of an action the page it belongs to."""
    return request.path if request.method in SAFE else _belongs_to(request.path)


def _belongs_to(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def for_seller(view: View) -> View:
    """Runs in the scope of her organisation, with ``request.desk``. With several she chooses one first."""

    @wraps(view)
    def inside(plain: HttpRequest, admissions: list[Admission], *args: Any, **kwargs: Any) -> HttpResponse:
        request = cast(SellerRequest, plain)
        chosen = _chosen(request, admissions)
        if chosen is None:
            return see(f"/{request.language}/workshop/organisation/?next={quote(_way_back(request))}")
        assert request.person is not None
        request.desk = Desk(request.person, request.market, request.language, chosen, tuple(admissions))
        with scope(market_id=request.market.pk, organisation_id=chosen.organisation_id):
            return view(request, *args, **kwargs)

    return for_member(inside)


def _chosen(request: MarketRequest, admissions: list[Admission]) -> Admission | None:
    if len(admissions) == 1:
        return admissions[0]
    code = request.session.get(CHOSEN, "")
    return next((each for each in admissions if each.organisation.code == code), None)


def action(view: View) -> View:
    """Something she does. Asked for as a page, its address leads to the page it belongs to."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            return see(_belongs_to(request.path))
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

    return inside
