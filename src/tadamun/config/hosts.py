"""What commands say of the hosts of markets."""

from collections.abc import Sequence
from gettext import gettext as _

from tadamun.config.report import Failed
from tadamun.people.markets.hosts import BadHost, normal_host
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import shows_another


def hosts_said(said: Sequence[str]) -> list[str]:
    """Each once, in its order. Raises ``Failed`` with the first that is no name of a host."""
    try:
        return list(dict.fromkeys(normal_host(host) for host in said))
    except BadHost as error:
        raise Failed(_("That is no host name, such as souk.example: %s") % error) from error


def free_of_others(hosts: Sequence[str], market: Market | None = None) -> None:
    """Raises ``Failed`` when one of them shows another market."""
    if taken := shows_another(hosts, market):
        said = {"host": taken.host, "market": taken.market.slug}
        raise Failed(_("The host %(host)s already shows the market %(market)s.") % said)
