"""Practice takes the market's place: the same pages, another market, a frame and a word on each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import PracticeDesk
from tadamun.solidarity.training.operations.practising import practice_market
from tadamun.solidarity.training.queries import learner_of, practice_desk
from tadamun.web.shared.requests import MarketRequest

PRACTISING = "workshop_practice"  # in the session: she practises now


class PractisedRequest(MarketRequest):
    """A request of the workshop. ``real_market``: the market of the host, also while she practises; ``practice``: where."""

    real_market: Market
    practice: PracticeDesk | None


def practised(request: MarketRequest) -> PractisedRequest:
    return cast(PractisedRequest, request)


def real_market(request: MarketRequest) -> Market:
    """The market of the host, whether she practises or not."""
    return getattr(request, "real_market", request.market)


@contextmanager
def practising(plain: MarketRequest) -> Iterator[None]:
    """Within the block the market of practice stands in the request and in the scope, if she practises."""
    request = practised(plain)
    request.real_market, request.practice = request.market, None
    desk = _desk(request) if request.session.get(PRACTISING) else None
    if desk is None:
        yield
        return
    request.practice, request.market = desk, practice_market(request.market)
    with scope(market_id=request.market.pk):
        yield


def _desk(request: MarketRequest) -> PracticeDesk | None:
    learner = learner_of(request.person) if request.person else None
    desk = practice_desk(learner) if learner else None
    if desk is None:
        request.session.pop(PRACTISING, None)
    return desk
