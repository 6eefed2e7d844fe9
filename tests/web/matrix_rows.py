"""Rows of the first market that lie deep: files brought in, money going back and out, mandates, checks, papers asked for."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django_tasks_db.models import DBTaskResult

from tadamun.goods.catalogue.models import Wording
from tadamun.goods.catalogue.operations import keep_draft
from tadamun.goods.imports.operations.storing import store_import
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import add_passkey, print_card, trust_device
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import change_market
from tadamun.people.notices.operations import send_notice
from tadamun.people.sellers.member_table import Fault
from tadamun.people.sellers.models import Member, Organisation
from tadamun.people.sellers.operations import add_member, apply_to_market, refuse_seller
from tadamun.people.sellers.operations.appeals import appeal
from tadamun.people.sellers.operations.applications import begin_application
from tadamun.people.sellers.operations.grants import give_mandate
from tadamun.people.sellers.operations.proposals import propose_change
from tadamun.people.sellers.operations.requirements import answer_requirement, set_requirement
from tadamun.solidarity.training.models import Lesson, Narrowing, Skill
from tadamun.solidarity.training.operations import (
    add_external_course,
    enter_training,
    reopen_skill,
    sign_off,
)
from tadamun.solidarity.training.own_pictures import store_lesson_picture
from tadamun.trade.checkout.operations import confirm_purchase, refund_order, settle_transfer
from tadamun.trade.inspections.models import Inspection
from tadamun.trade.inspections.operations import name_checker, show_piece
from tadamun.trade.orders.models import Fact, Purchase
from tadamun.trade.orders.operations import record_fact
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payouts.models import Payout, StatementLine
from tadamun.treasury.payouts.operations import (
    approve_batch,
    ask_for_payout,
    import_statement,
    name_destination,
    prepare_batch,
)
from tadamun.web.shared.member_files import look
from tests.factories import (
    BUYER,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
    variant_of,
)
from tests.people.papers import jpeg

DEVICE = "d" * 43  # the secret that a phone she trusts keeps
STATEMENT = "date;montant;référence;libellé\n2026-11-20;123.00;;VERSEMENT M".encode()
FILE = b"Handle,Title,Variant Price\nbleu,Tapis bleu,450\nrouge,Tapis rouge,douze\n"


def rows_of_goods(market: Market, seller: Organisation, title: str) -> dict[str, Any]:
    """A catalogue file that waits to be run; a draft of this title, whose photograph has not arrived."""
    stored = store_import(organisation=seller, market=market, file=BytesIO(FILE), file_name="a.csv")
    digest = 32 * "0a"
    draft = keep_draft(
        seller, uuid4(), {"pictures": [digest], "price": 45_000, "title": title, "language": "ar"}, step=4
    )
    return {"import": stored.code, "draft": draft.key, "digest": digest}


def rows_of_money(market: Market, seller: Organisation, owner: Person) -> dict[str, Any]:
    """A refund that waits for who sends it; a withdrawal, its payout and the batch that was approved."""
    bought = make_purchase(market, [make_product(seller)], method="bank_transfer")
    settle_transfer(bought, reference="VIR 1")
    (order,) = orders_of(bought)
    (refund,) = refund_order(order, goods=Money(1000, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    ripe = Posting(
        "ripe", Account.Kind.BUYERS, Account.Kind.PAYABLE, Money(90_000, "MAD"), credit_of=seller.pk
    )
    post(market, key="matrix/ripe", subject="order:T1", postings=[ripe])
    with clock.shifted(-timedelta(days=3)):
        name_destination(
            seller, market, owner, rail="bank_file", holder="أطلس", account="007780000123456789012396"
        )
    asked = ask_for_payout(seller, market, owner, key="matrix")
    batch = prepare_batch(market, make_person(), currency="MAD", rail="bank_file")
    approve_batch(batch, make_person())
    cash = Posting(
        "received",
        Account.Kind.CASH_WITH_CARRIER,
        Account.Kind.BUYERS,
        Money(90_000, "MAD"),
        debit_with="Amana",
    )
    post(market, key="matrix/collected", subject="order:T2", postings=[cash])
    assert import_statement(market, STATEMENT).matched == 0
    with scope(market_id=market.pk):
        payout, line = Payout.objects.get(batch=batch), StatementLine.objects.get(label="VERSEMENT M")
    return {
        "refund": refund.code, "withdrawal": asked.code, "batch": batch.code, "payout": payout.code, "bank_line": line.pk,
    }  # fmt: skip


def rows_of_people(market: Market, seller: Organisation, owner: Person) -> dict[str, Any]:
    """Somebody helps her and proposes a price; a paper is asked of every seller; what opens the door to her."""
    helper = make_person(name="مساعدة")
    variant = variant_of(make_product(seller))
    with acting(actor=owner.reference, market_id=market.pk):
        grant = give_mandate(
            seller,
            helper=helper,
            rights=("products",),
            until=clock.now() + timedelta(days=9),
            given="press",
        )
    with acting(actor=helper.reference, market_id=market.pk):
        proposal = propose_change(
            grant, kind="price", subject=Reference("product", variant.product.code), by_name="مساعدة", sku=variant.sku,
            before_minor=variant.price_minor, after_minor=variant.price_minor + 100, currency=variant.currency,
        )  # fmt: skip
    wanted = set_requirement(market, kind="photo", required=False)
    given = answer_requirement(seller, wanted, file=jpeg())
    assert given.document is not None
    member = add_member(seller, make_person(name="عضوة"), Member.Role.MAKER)
    passkey = add_passkey(
        owner, host="souk.localhost", credential_id="i", credential="c", sign_count=0, name="Android"
    )
    return {
        "card": print_card(owner, owner)[1], "passkey": passkey.pk,
        "grant": grant.code, "proposal": proposal.code, "requirement": wanted.code, "document": given.document.code,
        "member": member.pk, "device": trust_device(owner, DEVICE, "Android").pk,
    }  # fmt: skip


def rows_of_words(seller: Organisation) -> dict[str, Any]:
    """A piece she told by voice, and what others wrote of it."""
    told = make_product(seller)
    with everything("a test's own rows"):
        Wording.objects.create(product=told, voice="V")
    return {"told": told.code}


def rows_of_training(market: Market, seller: Organisation, owner: Person, trainer: Person) -> dict[str, Any]:
    """A skill of hers faded: somebody decides whether a right is narrowed. A course of others, a photograph of an own one."""
    with scope(market_id=market.pk):
        learner, skill = enter_training(market, owner), Skill.objects.get(slug="price")
        sign_off([learner], skill, by=trainer)
        faded = reopen_skill(learner, skill, note="late_parcels")
        asked = Narrowing.objects.create(
            market=market, organisation=seller, right="list_pieces", reopened=faded
        )
    other = add_external_course(
        market, titles={"ar": "دورة الآخرين"}, provider="مركز", address="https://center.test/", languages=["ar"],
        minutes=5,
    )  # fmt: skip
    return {
        "decision": asked.code, "other_course": other.code, "own_picture": store_lesson_picture(market, jpeg()),
    }  # fmt: skip


def rows_of_checks(market: Market, checked: Organisation, peer: Person) -> dict[str, Any]:
    """A piece of another seller that waits to be looked at by her."""
    before = dict(market.policies)
    change_market(market, policies={**before, "inspection_bp": 10_000})
    name_checker(market, checked, peer)
    bought = make_purchase(market, [make_product(checked)])
    confirm_purchase(bought)
    (order,) = orders_of(bought)
    record_fact(order, Fact.Kind.ACCEPTED)
    show_piece(order)
    change_market(market, policies=before)
    with everything("a test's own rows"):
        return {"check": Inspection.objects.get(order=order).code}


def rows_of_waiting(market: Market, asking: Person) -> dict[str, Any]:
    """Somebody asks to sell and is at the first question; a message whose sending failed for good."""
    begin_application(market, asking)
    sent = send_notice(
        market=market, key="matrix", kind="order_placed", channel="sms", to="+212600000001", language="ar", text="نص",
        title="عنوان",
    )  # fmt: skip
    job = next(row for row in DBTaskResult.objects.all() if row.args_kwargs["args"] == [sent.pk])
    DBTaskResult.objects.filter(pk=job.pk).update(status="FAILED", exception_class_path="x.Broken")
    return {"job": job.pk}


def rows_of_answers(market: Market, seller: Organisation) -> dict[str, Any]:
    """A seller who was refused and objects; what is wrong with a list of members; a step of a lesson."""
    refused = make_organisation(market, admitted=False)
    with scope(market_id=market.pk):
        admission = refuse_seller(apply_to_market(refused, market), reason="سبب")
        appeal(admission.decisions.get(), words="اعتراض")
        step = Lesson.objects.get(course__slug="photo", slug="light").steps[0]["key"]
    fault = Fault(2, "phone", "phone", "06")
    return {"objecting": refused.code, "list": look(seller, [], [fault]).token, "step": step}


def bought_by(market: Market, person: Person) -> str:
    """The secret of what she bought while she was in."""
    seller = make_organisation(market)
    buyer = replace(BUYER, full_name="مشترية أخرى", phone="+212698765432", address="زنقة أخرى")
    bought = make_purchase(market, [make_product(seller)], buyer=buyer)
    with everything("a test's own rows"):
        Purchase.objects.filter(pk=bought.pk).update(person=person)
    return bought.secret
