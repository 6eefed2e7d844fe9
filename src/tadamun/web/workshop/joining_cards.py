"""What the market decided about her, a paper that is not right yet, what was done in her name: cards of Today; the tiles of
her people."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.people.sellers.helping import last_week
from tadamun.people.sellers.models import Organisation, Submission
from tadamun.people.sellers.queries import helped_between, last_decision, recordings_of
from tadamun.web.shared.joining_words import VERDICTS, requirement_title
from tadamun.web.workshop import cards
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.cards import Action, Card, register_cards

FRESH = timedelta(days=14)
A_FEW = 5


def decision_cards(desk: Desk) -> Iterator[Card]:
    """The last decision: while it stops her, or is fresh and says something."""
    decision = last_decision(desk.admission)
    if decision is None or not decision.reason:
        return
    stops = decision.verdict in ("refused", "suspended")
    if not stops and decision.at < clock.now() - FRESH:
        return
    word, kind = VERDICTS[decision.verdict]
    action = Action(desk.path("application/"), _("Hear and answer"), "mic")
    yield Card(
        rank=cards.TO_HEAR, word=(str(word), kind, "seal"), title=decision.reason[:200], url=desk.path("application/"),
        keys=(f"decision.{decision.verdict}",), seed=decision.code, late=stops, order=decision.pk,
        voice=recordings_of(decision.voice).get(decision.voice),
        actions=(action,) if stops else (),
    )  # fmt: skip


def paper_cards(desk: Desk) -> Iterator[Card]:
    """Papers that were given back."""
    rows = Submission.objects.filter(state=Submission.State.REJECTED, requirement__retired_at=None)
    for row in rows.select_related("requirement").order_by("pk")[:A_FEW]:
        url = desk.path(f"application/papers/{row.requirement.code}/")
        yield Card(
            rank=cards.SENT_BACK, word=(_("Please fix this"), "warn", "print"),
            title=requirement_title(row.requirement, desk.language), url=url, keys=("decision.paper",),
            seed=row.requirement.code, order=row.pk, actions=(Action(url, _("Give it again"), "camera"),),
        )  # fmt: skip


def week_cards(desk: Desk) -> Iterator[Card]:
    """What others did in her name last week, the whole week after it. One query."""
    if desk.acting:
        return
    week = last_week(desk.market.time_zone)
    if helped_between(desk.organisation, desk.market.pk, week.since, week.until):
        url = desk.path(f"helped/?week={week.name}")
        yield Card(
            rank=cards.HELPED, word=(_("Done in my name"), "info", "people"), title=_("Last week, by others"), url=url,
            keys=("today.helped",), seed=week.name, actions=(Action(url, _("Listen to it"), "speaker", quiet=True),),
        )  # fmt: skip


def tiles(desk: Desk) -> list[tuple[str, str, str, str]]:
    """Address, word, icon, what it says."""
    if desk.acting:
        return [
            (desk.path("helped/"), _("Done in her name"), "book", "tile.helped"),
            (desk.path("mandate/"), _("My mandate"), "hand", "tile.mandate"),
        ]
    found = [(desk.path("consents/"), _("What the world sees of me"), "eye", "tile.consents")]
    if not desk.decides:
        return found
    found.append((desk.path("mandates/"), _("Who helps me"), "hand", "tile.mandates"))
    if desk.organisation.kind != Organisation.Kind.ARTISAN:
        found.append((desk.path("members/"), _("My members"), "people", "tile.members"))
    return found


def register() -> None:
    register_cards("decisions", decision_cards)
    register_cards("papers", paper_cards)
    register_cards("week", week_cards)
