"""Telling an artisan what was done in her name last week: once a week, and only when something was."""

from functools import partial

from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.helping import last_week
from tadamun.people.sellers.models import Grant, Organisation
from tadamun.people.sellers.notices import tell_organisation
from tadamun.people.sellers.queries import acts_in_her_name
from tadamun.people.sellers.told import week_in_her_name


def tell_of_last_week() -> int:
    """Everybody for whom a helper acted. Returns how many organisations were told; repeating it tells nobody twice."""
    told = 0
    for organisation, market in _helped():
        week = last_week(market.time_zone)
        acts = acts_in_her_name(organisation, week.since, week.until)
        mine = [act for act in acts if act.market_id in (None, market.pk)]
        if not mine:
            continue
        told += 1
        tell_organisation(
            organisation, market, key=f"helped/{organisation.code}/{market.pk}/{week.name}", kind="helped_week",
            subject_ref=str(organisation.reference),
            compose=partial(week_in_her_name, count=len(mine), week=week.name),
        )  # fmt: skip
    return told


def _helped() -> list[tuple[Organisation, Market]]:
    """Organisations with a mandate, standing or ended, and the markets that admitted them."""
    with everything("who is helped, in all markets"):
        rows = Grant.objects.select_related("organisation").prefetch_related(
            "organisation__admissions__market"
        )
        found = {grant.organisation_id: grant.organisation for grant in rows}
        return [
            (organisation, admission.market)
            for organisation in found.values()
            for admission in organisation.admissions.all()
        ]
