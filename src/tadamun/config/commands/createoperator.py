"""``tadamun createoperator``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--phone", required=True, help=_("the person's phone, with which she signs in"))
    parser.add_argument("--market", required=True, metavar="SLUG", help=_("the market she runs"))
    parser.add_argument("--name", default="", help=_("her name"))
    parser.add_argument("--role", default="operator", help=_("what she may do in it (operator)"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """Repeating it changes nothing."""
    start_django()
    from tadamun.people.accounts.operations import BadPhone, normal_phone, register_person
    from tadamun.people.markets.models import TeamMember
    from tadamun.people.markets.operations import appoint
    from tadamun.people.markets.queries import market_by_slug

    market = market_by_slug(arguments.market)
    if market is None:
        raise Failed(_("There is no market %s.") % arguments.market)
    if arguments.role not in TeamMember.Role.values:
        raise Failed(_("The role must be one of: %s.") % ", ".join(TeamMember.Role.values))
    try:
        phone = normal_phone(arguments.phone)
    except BadPhone as error:
        raise Failed(_("That is no phone number: %s") % arguments.phone) from error
    person = register_person(phone, name=arguments.name, verified=True)
    appoint(market, person, arguments.role)
    report.add(person=str(person.reference), market=market.slug, role=arguments.role)
    report.say(_("%(phone)s now runs %(market)s.") % {"phone": phone, "market": market.slug})
    return 0
