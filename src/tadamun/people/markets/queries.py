"""Markets by host, and what they publish."""

from collections.abc import Sequence

from tadamun.kernel.kept import Kept
from tadamun.kernel.pagecache import tags
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import KeptFilter, LegalText, Market, MarketHost, TeamMember

_of_host = Prepared(lambda host: Market.objects.filter(hosts__host=host).values_list(*columns(Market)))


def market_of_host(host: str) -> Market | None:
    """The market that answers on a host name (without port), open or not."""
    rows = _of_host(host.lower())
    return made(Market, rows[0]) if rows else None


def market_by_slug(slug: str) -> Market | None:
    return Market.objects.filter(slug=slug).first()


def first_host(market: Market) -> str:
    """The host written in absolute links."""
    row = market.hosts.first()
    return row.host if row else "localhost"


def shows_another(hosts: Sequence[str], market: Market | None) -> MarketHost | None:
    """The first of these hosts that shows another market than this one."""
    taken = MarketHost.objects.filter(host__in=hosts).exclude(market=market)
    return taken.select_related("market").first()


def current_text(kind: str) -> LegalText | None:
    """The version in force of a legal text in the market of the scope."""
    text = LegalText.objects.select_related("market").filter(kind=kind).order_by("-version").first()
    if text:
        tags.collect(f"market:{text.market_id}")
    return text


def _load_terms_version(market_id: int) -> int:
    with scope(market_id=market_id):
        versions = LegalText.objects.filter(kind=LegalText.Kind.TERMS).order_by("-version")
        return versions.values_list("version", flat=True).first() or 0


terms_version = Kept(_load_terms_version, lambda market_id: (f"market:{market_id}",))
"""Market → the version of its terms in force; 0 when it has none."""


def role_of(person_id: int) -> str:
    """What a person is in the team of the scope's market; empty for a stranger."""
    return TeamMember.objects.filter(person_id=person_id).values_list("role", flat=True).first() or ""


def filters_of(person_id: int, of: str) -> list[KeptFilter]:
    """What she kept of a list in the scope's market, by name."""
    return list(KeptFilter.objects.filter(member__person=person_id, of=of))
