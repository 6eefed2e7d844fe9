"""What else waits for her today: money, requests, prices, words to hear, products to fix, pieces to check, a lesson."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tadamun.goods.catalogue.models import Wording
from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.sellers.models import Proposal
from tadamun.people.sellers.rules import ANYBODY, MONEY, ORDERS, PRODUCTS, REQUESTS
from tadamun.solidarity.training.queries import learner_of, next_lesson
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.commissions.queries import requests_of_seller
from tadamun.trade.inspections.queries import to_check
from tadamun.trade.orders.queries import escalated_of
from tadamun.web.workshop import cards, products, requests, withdrawals
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.cards import Action, Card, register_cards
from tadamun.web.workshop.learning import step_path
from tadamun.web.workshop.order_cards import order_cards

A_FEW = 5


def money_cards(desk: Desk) -> Iterator[Card]:
    for amount in withdrawals.ready(desk):
        yield Card(
            rank=cards.MONEY, word=(_("Money"), "ok", "coins"), title=_("Money is ready for you"), amount=amount,
            url=desk.path("money/"), keys=("today.money", *cards.spoken_sum(desk, amount)), seed="money",
        )  # fmt: skip


def check_cards(desk: Desk) -> Iterator[Card]:
    """Pieces of whoever she checks for, not of her own organisation alone."""
    for row, titles in to_check(desk.person, desk.market)[:A_FEW]:
        yield Card(
            rank=cards.TO_CHECK, word=(_("To check"), "info", "seal"), title=words(titles, desk.language),
            url=desk.path(f"checks/{row.code}/"), keys=("check.new",), seed=row.code, order=row.pk,
            facts=(("people", row.organisation.name(desk.language)),),
            actions=(Action(desk.path(f"checks/{row.code}/"), _("Check it"), "eye"),),
        )  # fmt: skip


def helped_cards(desk: Desk) -> Iterator[Card]:
    """Orders that nobody answers, of those whose helper she is: her own seat says nothing of them otherwise."""
    helped = [seat.admission.organisation_id for seat in desk.choice if seat.grant]
    if not helped:
        return
    for order in escalated_of(desk.market.pk, helped)[:A_FEW]:
        url = desk.path("organisation/?next=" + desk.path(f"orders/{order.code}/"))
        yield Card(
            rank=cards.ESCALATED, word=(_("Nobody answers"), "bad", "warn"), url=url, late=True, order=order.pk,
            title=order.organisation.name(desk.language), keys=("order.answer_for_her",), seed=order.code,
            amount=order.earning, facts=(("parcel", order.code),),
            actions=(Action(url, _("Answer for her"), "people"),),
        )  # fmt: skip


def request_cards(desk: Desk) -> Iterator[Card]:
    if not desk.market.policy.custom_requests or not desk.admitted:
        return
    rows = requests_of_seller().filter(state=CustomRequest.State.ASKED)[:A_FEW]
    for each in requests.shown(desk, list(rows)):
        if each.pending:  # answered a moment ago
            continue
        url = desk.path(f"requests/{each.request.code}/")
        yield Card(
            rank=cards.REQUEST, word=(_("Request"), "info", "message"), title=each.title or _("A buyer asks"), url=url,
            keys=("today.request",), picture=each.picture, seed=each.request.code, voice=each.recording,
            actions=(Action(url, _("Answer"), "mic"),), order=each.request.pk,
        )  # fmt: skip


def proposal_cards(desk: Desk) -> Iterator[Card]:
    for row in Proposal.objects.filter(state=Proposal.State.WAITING).order_by("pk")[:A_FEW]:
        after = Money(int(row.change["after_minor"]), str(row.change["currency"]))
        yield Card(
            rank=cards.PROPOSAL, word=(_("A price proposed"), "warn", "tag"), title=row.by_name, seed=row.code,
            url=desk.path("proposals/"), keys=("today.proposal",), amount=after, order=row.pk,
            actions=(Action(desk.path("proposals/"), _("Say yes or no"), "hand"),),
        )  # fmt: skip


def hearing_cards(desk: Desk) -> Iterator[Card]:
    """Words that wait for the green hand."""
    if not desk.admitted:
        return
    rows = Wording.objects.select_related("product").filter(
        state=Wording.State.TO_HEAR, product__removed_at=None
    )
    for row in rows.order_by("written_at", "pk")[:A_FEW]:
        url = desk.path(f"products/{row.product.code}/words/")
        yield Card(
            rank=cards.TO_HEAR, word=(_("To hear"), "info", "hand"), title=words(row.product.titles, desk.language),
            url=url, keys=("today.green_hand",), seed=row.product.code, order=row.pk,
            actions=(Action(url, _("Listen, then the green hand"), "hand"),),
        )  # fmt: skip


def fix_cards(desk: Desk) -> Iterator[Card]:
    for each in products.to_fix(desk, A_FEW) if desk.admitted else []:
        url = desk.path(f"products/{each.code}/")
        yield Card(
            rank=cards.SENT_BACK, word=(_("To fix"), "warn", "warn"), title=each.title, url=url, picture=each.picture,
            seed=each.code, keys=("today.sent_back",), facts=(("message", each.reason),) if each.reason else (),
            actions=(Action(url, _("Hear why"), "speaker"),),
        )  # fmt: skip


def lesson_cards(desk: Desk) -> Iterator[Card]:
    hint = next_lesson(learner_of(desk.person))
    if hint:
        url = step_path(desk, hint.course, hint.lesson, 1)
        yield Card(
            rank=cards.LESSON, word=(_("Lesson"), "info", "book"), title=words(hint.titles, desk.language), url=url,
            keys=("today.lesson",), seed=hint.lesson, actions=(Action(url, _("Learn it"), "play"),),
        )  # fmt: skip


def register() -> None:
    register_cards("orders", order_cards, ORDERS)
    register_cards("helped", helped_cards)
    register_cards("checks", check_cards, ANYBODY)
    register_cards("money", money_cards, MONEY)
    register_cards("requests", request_cards, REQUESTS)
    register_cards("proposals", proposal_cards)
    register_cards("green hand", hearing_cards)
    register_cards("sent back", fix_cards, PRODUCTS)
    register_cards("lesson", lesson_cards)
