"""Whatever an operation writes into the log, the team reads in words of its language."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation import override

import tadamun
from tadamun.goods.catalogue.models import Product
from tadamun.kernel.models import AuditEntry
from tadamun.people.sellers.models import Appeal, Decision, Submission
from tadamun.people.sellers.models.grants import Proposal
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.orders.models import Fact
from tadamun.trade.papers.models import Paper
from tadamun.web.backoffice.log_words import ACTS, REASONS, SUBJECTS, about, why
from tadamun.web.backoffice.payment_words import CHOSEN
from tadamun.web.storefront.forms.tracking import CancellationForm
from tadamun.web.workshop.wording import REASON_WORDS

SOURCES = Path(tadamun.__path__[0])
# What stands after a name that is put together: every code it can be.
COMPOSED: dict[str, list[str]] = {
    "admission_": Decision.Verdict.values,
    "appeal_": [state for state in Appeal.State.values if state != Appeal.State.WAITING],
    "issue_": Paper.Kind.values,
    "order_": Fact.Kind.values,
    "paper_": Submission.State.values,
    "product_": sorted({state for states in Product.FOLLOWS.values() for state in states} - {Product.Review.DRAFT}),
    "proposal_": [state for state in Proposal.State.values if state != Proposal.State.WAITING],
    "propose_": ["price"],
    "request_": CustomRequest.State.values,
    "took_back_": PendingAct.What.values,
}  # fmt: skip
WRITERS = {"record", "record_helped"}


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Every call of every module, with the file it stands in."""
    return tuple(
        (path.name, node)
        for path in SOURCES.rglob("*.py")
        if path.parts[len(SOURCES.parts)] not in {"config", "locale"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    )


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def writes(call: ast.Call) -> bool:
    func = call.func
    kept = (
        isinstance(func, ast.Attribute) and getattr(func.value, "id", "") == "audit" and func.attr in WRITERS
    )
    return kept or name_of(call) in {"_changed", "_answer"}


def said(value: ast.expr) -> Iterator[str]:
    """The names this expression can be; those of a variable are found where it is given."""
    match value:
        case ast.Constant(value=str(name)):
            yield name
        case ast.IfExp(body=body, orelse=orelse):
            yield from said(body)
            yield from said(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), *_]):
            yield from (f"{prefix}{code}" for code in COMPOSED[prefix])


def acts() -> set[str]:
    arguments = [each for _, call in calls() if writes(call) for each in call.args]
    return {name for each in arguments for name in said(each) if name.isascii() and " " not in name}


@pytest.mark.broad
def test_every_act_has_words() -> None:
    found = acts()
    assert len(found) > 100
    assert sorted(found - set(ACTS)) == []


@pytest.mark.broad
def test_every_thing_an_act_is_about_has_a_word() -> None:
    kinds = {
        str(call.args[0].value)
        for _, call in calls()
        if name_of(call) == "Reference" and call.args and isinstance(call.args[0], ast.Constant)
    }
    never_acted_upon = {"rate", "system", "visitor", "window"}
    assert sorted(kinds - set(SUBJECTS) - never_acted_upon) == []


@pytest.mark.parametrize(
    ("action", "reason", "shown"),
    [
        ("decide_refund", "late", "دُفع بعد انتهاء الطلب"),
        ("order_refund_owed", "twice", "دُفع مرتين"),
        ("edit_sent_back", "price,text", "قطع مماثلة"),
        ("product_sent_back", "صورة قديمة", "صورة قديمة"),
        ("product_sent_back", "later, please", "later, please"),
    ],
)
def test_a_reason_is_said_in_words_and_a_persons_own_words_stay(action: str, reason: str, shown: str) -> None:
    with override("ar"):
        assert shown in why(AuditEntry(action=action, reason=reason))


@pytest.mark.broad
def test_every_reason_that_is_a_code_has_words() -> None:
    """Constants given to the operations that end an order or give money back, and what a buyer or a seller may choose."""
    enders = {"refund_all", "refund_order", "cancel_order", "decline_order", "refuse_delivery"}
    given = {
        code
        for _, call in calls()
        if name_of(call) in enders
        for keyword in call.keywords
        if keyword.arg == "reason"
        for code in said(keyword.value)
    }
    erased = {
        code
        for _, call in calls()
        if name_of(call) == "erase_recording"
        for keyword in call.keywords
        if keyword.arg == "reason"
        for code in said(keyword.value)
    }
    assert erased == set(REASONS["recording.erased"])
    assert given >= {"late", "twice", "cancelled", "no_answer", "link_withdrawn"}
    chosen = set(dict(CancellationForm.REASONS)) | set(REASON_WORDS)
    assert given | chosen <= set(REASONS["order_cancelled"])
    assert set(REASONS["order_refund_owed"]) >= set(CHOSEN)


def test_a_thing_is_named_by_kind_and_code_and_a_person_by_name() -> None:
    with override("en"):
        assert about(AuditEntry(subject="order:K7QM-2"), {}) == ("Order", "K7QM-2")
        assert about(AuditEntry(subject="person:18"), {"person:18": "Souad"}) == ("Person", "Souad")
        assert about(AuditEntry(subject="person:18"), {}) == ("Person", "")
