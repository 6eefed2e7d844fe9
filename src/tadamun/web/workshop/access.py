"""Who may sit down here, and for whom: a member of an organisation that this market knows, or her helper under a mandate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, cast
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.fees import fee_under
from tadamun.people.sellers.models import Admission, Grant, Organisation
from tadamun.people.sellers.queries import Seat, ended_mandate, lately_ended_mandate, seats_of
from tadamun.people.sellers.rules import HERSELF, may
from tadamun.web.shared import owners
from tadamun.web.shared.middleware.origin import SAFE
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.workshop.once import done_once, of_phone, told
from tadamun.web.workshop.practice import practising
from tadamun.web.workshop.rights import right_of

View = Callable[..., HttpResponse]
CHOSEN = "workshop_organisation"  # in the session: the code of the seat she chose
SAID = "HTTP_X_TADAMUN_DESK"  # what was done offline says for whom; it is not done for another


@dataclass(frozen=True)
class Desk:
    """Who sits here for whom. ``choice``: all the seats she could sit down on. ``grant``: she is a helper, under it."""

    person: Person
    market: Market
    language: str
    admission: Admission
    choice: tuple[Seat, ...]
    grant: Grant | None = None

    @property
    def organisation(self) -> Organisation:
        return self.admission.organisation

    @property
    def admitted(self) -> bool:
        return self.admission.status == Admission.Status.ADMITTED

    @property
    def acting(self) -> bool:
        """She acts for somebody who gave her a mandate."""
        return self.grant is not None

    @property
    def code(self) -> str:
        """What an act that waits for the network keeps, and sends as ``X-Tadamun-Desk``."""
        return self.grant.code if self.grant else self.organisation.code

    @property
    def decides(self) -> bool:
        """She herself, responsible or a manager: gives mandates, says yes to prices, keeps the list of members."""
        return Seat(self.admission, self.grant).decides

    @cached_property
    def fee_bp(self) -> int:
        """What the market keeps of her goods today, in hundredths of a percent."""
        return fee_under(self.admission.fee_plan_id, self.market)

    def may(self, right: str) -> bool:
        """Whether she may do what needs this right; whoever sits for herself may."""
        return may(self.grant, right, clock.now())

    def reaches(self, name: str) -> bool:
        """Whether the page whose address has this name opens for her."""
        return self.may(right_of(name))

    def path(self, rest: str = "") -> str:
        """An address of the workshop."""
        return f"/{self.language}/workshop/{rest}"


class SellerRequest(MarketRequest):
    """A request inside ``for_seller``."""

    desk: Desk


def desk_of(request: HttpRequest) -> Desk:
    return cast(SellerRequest, request).desk


def for_member(view: View) -> View:
    """Passes the seats she may take, one at least. A visitor is sent to sign in; who sells nothing here is shown her
    application, or told so with the same words whatever she asked for; a helper whose mandate is over is told that.
    """

    @wraps(view)
    @never_cache
    def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request = in_market(plain)
        if request.person is None:
            return see(f"/{request.language}/sign-in/?next={quote(_way_back(request))}")
        with practising(request):
            seats = seats_of(request.person, request.market)
            if not seats:
                return _over(request, stranger=True) or render(
                    request, "workshop/stranger.html", {"account_url": "", "can_apply": True}, status=404
                )
            return view(request, seats, *args, **kwargs)

    return inside


def _way_back(request: MarketRequest) -> str:
    """The page she wanted; of an action the page it belongs to."""
    return request.path if request.method in SAFE else _belongs_to(request.path)


def _belongs_to(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def for_seller(view: View) -> View:
    """Runs in the scope of her organisation, with ``request.desk``. With several seats she chooses one first.

    A helper needs the right that ``rights`` names for the page, under a mandate that stands when the act arrives, however
    long it waited on a phone; else she is told so and nothing is done. What she does carries both names.
    """

    @wraps(view)
    def inside(plain: HttpRequest, seats: list[Seat], *args: Any, **kwargs: Any) -> HttpResponse:
        request = cast(SellerRequest, plain)
        chosen = _chosen(request, seats)
        if chosen is None:
            return _over(request) or _choose(request)
        assert request.person is not None
        request.desk = desk = Desk(
            request.person, request.market, request.language, chosen.admission, tuple(seats), chosen.grant
        )

        def do() -> HttpResponse:
            def view_it() -> HttpResponse:
                return view(request, *args, **kwargs)

            return done_once(request, view_it) if request.method == "POST" else view_it()

        with scope(market_id=request.market.pk, organisation_id=chosen.admission.organisation_id):
            if desk.grant is None:
                return do()
            right = right_of(request.resolver_match.url_name or "" if request.resolver_match else "")
            if not desk.may(right):
                return _may_not(request, desk, right)
            with acting(on_behalf_of=desk.organisation.reference, under=desk.grant.reference):
                return do()

    return for_member(inside)


def _choose(request: MarketRequest) -> HttpResponse:
    return see(f"/{request.language}/workshop/organisation/?next={quote(_way_back(request))}")


def _wanted(request: MarketRequest) -> str:
    """The seat this act is for: what it says itself, else what she chose."""
    return str(request.META.get(SAID, "") or request.session.get(CHOSEN, ""))[:12]


def _chosen(request: MarketRequest, seats: list[Seat]) -> Seat | None:
    wanted = _wanted(request)
    found = next((each for each in seats if each.code == wanted), None)
    if found is not None:
        return found
    assert request.person is not None
    if ended := ended_mandate(request.person, request.market, wanted) if wanted else None:
        # She gave a new one meanwhile: what waited on the phone under the old is judged under that.
        return next(
            (each for each in seats if each.grant and each.grant.organisation_id == ended.organisation_id),
            None,
        )
    return seats[0] if len(seats) == 1 and not request.META.get(SAID) else None


def _over(request: MarketRequest, *, stranger: bool = False) -> HttpResponse | None:
    """Her mandate ended: said plainly, and nothing was done. ``stranger``: she acts for nobody now."""
    wanted = _wanted(request)
    assert request.person is not None
    grant = ended_mandate(request.person, request.market, wanted) if wanted else None
    if grant is None and stranger:
        grant = lately_ended_mandate(request.person, request.market)
    if grant is None:
        return None
    name = grant.organisation.name(request.language)
    if of_phone(request):
        words = _(
            "Your mandate for %(name)s has ended. What you made stays on this phone; with a new mandate it is sent."
        )
        return told(403, "joining.mandate_over", words % {"name": name})
    context = {
        "account_url": "", "name": name, "code": grant.code, "stranger": stranger, "home": f"/{request.language}/workshop/",
        "owner": owners.owner_of(request.market, request.person, grant.organisation),
    }  # fmt: skip
    answer = render(request, "workshop/mandate_over.html", context, status=403)
    answer.headers["X-Offline"] = "none"  # her pages leave the phone, what she made stays on it
    return answer


def _may_not(request: MarketRequest, desk: Desk, right: str) -> HttpResponse:
    if of_phone(request):
        words = _("%(name)s did not give you this right. Nothing was done.")
        return told(422, "joining.mandate_not", words % {"name": desk.organisation.name(desk.language)})
    context = {
        "account_url": "", "name": desk.organisation.name(desk.language), "herself": right == HERSELF, "desk": desk,
        "seller_name": desk.organisation.name(desk.language), "person_name": desk.person.display_name,
    }  # fmt: skip
    return render(request, "workshop/mandate_not.html", context, status=403)


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
