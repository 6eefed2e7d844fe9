"""``tadamun hosts``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("market", metavar="SLUG", help=_("the market"))
    parser.add_argument("--add", action="append", default=[], metavar="HOST", help=_("show it there too"))
    parser.add_argument("--remove", action="append", default=[], metavar="HOST", help=_("no longer there"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """Lists the hosts, after the change if one is asked for. Repeating it changes nothing."""
    start_django()
    from tadamun.config.hosts import free_of_others, hosts_said
    from tadamun.people.markets.operations import set_hosts
    from tadamun.people.markets.queries import market_by_slug

    market = market_by_slug(arguments.market)
    if market is None:
        raise Failed(_("There is no market %s.") % arguments.market)
    had = list(market.hosts.values_list("host", flat=True))
    gone = hosts_said(arguments.remove)
    hosts = [host for host in hosts_said([*had, *arguments.add]) if host not in gone]
    if not hosts:
        raise Failed(_("A market needs a host: first add another."))
    free_of_others(hosts, market)
    if hosts != had:
        set_hosts(market, hosts)
    report.add(market=market.slug, hosts=hosts)
    for host in hosts:
        report.say(host)
    return 0
