"""``tadamun createmarket``"""

import argparse
import re
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report

LANGUAGES = ("ar", "fr", "en")
SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help=_("short name in small letters, which never changes"))
    parser.add_argument(
        "--host", action="append", required=True, help=_("host name that shows it; the first is written in links")
    )  # fmt: skip
    parser.add_argument(
        "--language", action="append", required=True, choices=LANGUAGES, help=_("it speaks; the first is its own")
    )  # fmt: skip
    parser.add_argument("--currency", required=True, help=_("currency of its totals: MAD"))
    parser.add_argument("--name-ar", default="", metavar="NAME", help=_("its name in Arabic"))
    parser.add_argument("--name-fr", default="", metavar="NAME", help=_("its name in French"))
    parser.add_argument("--name-en", default="", metavar="NAME", help=_("its name in English"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """A market in preparation: its operator opens it in the office. Repeating it is refused."""
    start_django()
    from tadamun.config.hosts import free_of_others, hosts_said
    from tadamun.kernel.money import UnknownCurrency
    from tadamun.people.markets.operations import open_market
    from tadamun.people.markets.queries import market_by_slug

    slug, hosts = arguments.slug, hosts_said(arguments.host)
    if not SLUG.fullmatch(slug):
        raise Failed(
            _("A market’s short name has small letters a–z, digits and hyphens, 40 at most: %s") % slug
        )
    if market_by_slug(slug):
        raise Failed(_("There is a market %s already.") % slug)
    free_of_others(hosts)
    languages = list(dict.fromkeys(arguments.language))
    names = {code: name for code in LANGUAGES if (name := getattr(arguments, f"name_{code}").strip())}
    try:
        market = open_market(
            slug, currency=arguments.currency.upper(), languages=languages, hosts=hosts,
            names=names or {languages[0]: slug},
        )  # fmt: skip
    except UnknownCurrency as error:
        raise Failed(_("That is no currency: %s") % arguments.currency) from error
    report.add(market=market.slug, hosts=hosts, languages=languages, currency=market.currency)
    report.say(
        _("%(market)s is in preparation. Next: tadamun createoperator --market %(market)s --phone …")
        % {"market": slug}
    )
    return 0
