"""Every address of every door, asked by everybody on both markets' hosts: who reaches what, and that nobody sees another's.

Addresses are collected from the resolver. A new one that takes arguments fails here until ``EXAMPLES`` names a row for it,
and one behind a new door until ``DOORS`` says who may enter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from pytest_django import DjangoDbBlocker

from tadamun.goods.catalogue.models import Draft
from tadamun.goods.catalogue.operations import ProductDraft, VariantDraft, create_product, submit_product
from tadamun.kernel import clock
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Address, Card, Passkey, Person, TrustedDevice
from tadamun.people.accounts.operations import keep_address
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.models import Maker, Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.showcase.window.models import CatalogueRow
from tadamun.solidarity.training.door_codes import door_pass
from tadamun.solidarity.training.models import Certificate, Course
from tadamun.solidarity.training.operations import (
    begin_course,
    begin_lesson,
    enrol,
    enter_training,
    issuer_key,
    plan_session,
    publish_course,
    sign_off,
    sync_courses,
    write_check,
    write_step,
)
from tadamun.trade.checkout.models import CartLine
from tadamun.trade.checkout.operations import add_to_cart, ask_by_link, confirm_purchase, open_cart
from tadamun.trade.papers.models import Paper
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.operations import write_contract
from tadamun.web.storefront.card_pictures import card_path
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
    variant_of,
)
from tests.trade.commissions.making import ask, quote
from tests.trade.papers.selling import sell
from tests.web.matrix_rows import (
    DEVICE,
    bought_by,
    rows_of_answers,
    rows_of_checks,
    rows_of_goods,
    rows_of_money,
    rows_of_people,
    rows_of_training,
    rows_of_waiting,
    rows_of_words,
)

# -- the world: two markets, and everybody ---------------------------------------------------------------------

ROLES = (
    "visitor", "buyer", "seller_a", "seller_b", "seller_there", "operator", "operator_there", "reviewer", "support", "trainer",
)  # fmt: skip
HERE, THERE = "souk", "autre"
# What only the first market has, and what of it only its seller and team may know. None of them is in an address.
OF_THE_MARKET = ("تعاونية الأولى", "زربية الأولى")
UNPUBLISHED = ("مسودة لا تُرى",)
OF_THE_BUYER = ("مريم العلوي", "12 زنقة الزيتون", "612345678")


Rows = list[Any]


@dataclass
class World:
    """Rows of the first market and its seller A; a browser for each role and host."""

    people: dict[str, Person | None] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    browsers: dict[tuple[str, str], Client] = field(default_factory=dict)
    sessions: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    acts: int = 0
    kept: dict[str, Rows] = field(default_factory=dict)
    """How many acts are written down and what ``_kept`` says, before anybody asks for anything."""

    def open_browsers(self) -> None:
        """Each role asks from an address of its own, so that limits of one do not touch another."""
        for number, (role, host) in enumerate(product(ROLES, (HERE, THERE)), start=1):
            client = Client(
                SERVER_NAME=f"{host}.localhost",
                REMOTE_ADDR=f"10.0.0.{number}",
                HTTP_SEC_FETCH_SITE="same-origin",
            )
            if person := self.people[role]:
                client.force_login(person)
            self.browsers[role, host] = client
            self.sessions[role, host] = {name: morsel.value for name, morsel in client.cookies.items()}

    def browser(self, who: tuple[str, str]) -> Client:
        """As it was at first: an earlier request may have signed out or been given a cookie."""
        client = self.browsers[who]
        client.cookies.clear()
        client.cookies.load(self.sessions[who])
        return client


def seller(market: Market, **fields: Any) -> tuple[Organisation, Person]:
    organisation, person = make_organisation(market, **fields), make_person(name="بائعة")
    add_member(organisation, person)
    return organisation, person


def member(market: Market, role: str) -> Person:
    person = make_person(name="فريق")
    appoint(market, person, role)
    return person


def make_world() -> World:
    here, there = make_market(HERE), make_market(THERE)
    world = World()
    people, rows = world.people, world.rows
    people["visitor"], people["buyer"] = None, make_person(name="مشترية أخرى")
    people["operator"] = member(here, "operator")
    people["operator_there"] = member(there, "operator")
    people["reviewer"], people["support"] = member(here, "reviewer"), member(here, "support")
    people["trainer"] = member(here, "trainer")
    first, people["seller_a"] = seller(here, names={"ar": OF_THE_MARKET[0]})
    second, people["seller_b"] = seller(here)
    abroad, people["seller_there"] = seller(there)
    make_product(abroad)
    rug = make_product(first, titles={"ar": OF_THE_MARKET[1]})
    variant = VariantDraft(sku="SECRET", price=Money(100, "MAD"))
    waiting = create_product(
        first, ProductDraft(craft="carpets", titles={"ar": UNPUBLISHED[0]}, variants=[variant])
    )
    submit_product(waiting)
    purchase = make_purchase(here, [rug])
    confirm_purchase(purchase)
    arrived = sell(here, organisation=first)
    owner = make_person("+212612345678", name=OF_THE_BUYER[0])
    address = keep_address(
        owner, full_name=OF_THE_BUYER[0], phone="+212612345678", city="rabat", address=OF_THE_BUYER[1]
    )
    with scope(market_id=here.pk):
        cart = open_cart(here)
        add_to_cart(cart, variant_of(rug), 2)
        line = CartLine.objects.get(cart=cart).pk
        paper = Paper.objects.get(kind="invoice").code
    with everything("a test's own rows"):
        maker = Maker.objects.get(organisation=first)
        slug = rug.slugs.get(market=here, language="ar").path
        payment = Payment.objects.get(subject=str(purchase.reference))
        shown = CatalogueRow.objects.get(market=here, language="ar", product=rug)
        picture = card_path(shown, rug.code).rpartition("/")[2]
        plan = here.fee_plans.get().code
    contract = write_contract(
        here,
        provider="est",
        acquirer="بنك",
        secrets={"storekey": "x"},
        settings={"page_url": "https://bank.test/", "client_id": "1", "tran_type": "Auth"},
        channels=["web", "link"],
        active=True,
    )
    linked = ask_by_link(first, here, variant_of(rug), key="one", language="ar")
    wish = ask(here, first)
    quote(wish)
    rows.update(
        request=wish.code, wish=wish.conversation.secret,
        order=orders_of(purchase)[0].code, purchase=purchase.code, secret=purchase.secret, short=purchase.secret[:10],
        product=rug.code, waiting=waiting.code, slug=slug, organisation=first.code, maker=maker.code, address=address.pk,
        paper=paper, arrived=arrived.purchase.secret, shop=first.code.lower(), shown_maker=maker.code.lower(), line=line,
        payment=payment.code, returned=payment.secret, picture=picture, contract=contract.code, plan=plan,
        arrived_order=arrived.code, sku=variant_of(rug).sku,
        linked=orders_of(linked)[0].code,
    )  # fmt: skip
    rows.update(teach(here, people))
    owner_of_first = people["seller_a"]
    assert owner_of_first is not None
    rows.update(rows_of_goods(here, first, UNPUBLISHED[0]))
    rows.update(rows_of_money(here, first, owner_of_first))
    rows.update(rows_of_people(here, first, owner_of_first))
    rows.update(rows_of_checks(here, second, owner_of_first))
    rows.update(rows_of_words(first))
    trainer, buyer, reviewer = people["trainer"], people["buyer"], people["reviewer"]
    assert trainer is not None and buyer is not None and reviewer is not None
    rows.update(owner_phone=owner_of_first.phone, reviewer_phone=reviewer.phone)
    rows.update(rows_of_training(here, first, owner_of_first, trainer))
    rows.update(rows_of_waiting(here, buyer), bought=bought_by(here, buyer))
    rows.update(rows_of_answers(here, first))
    world.open_browsers()
    # Her phone knows her, also when nobody is in.
    world.sessions["visitor", HERE]["tadamun_door_ar"] = DEVICE
    world.acts, world.kept = AuditEntry.objects.count(), _kept(world)
    return world


def teach(here: Market, people: dict[str, Person | None]) -> dict[str, Any]:
    """Seller A learns: a session of the trainer, a certificate, the key that signs it."""
    trainer, pupil = people["trainer"], people["seller_a"]
    assert trainer is not None and pupil is not None
    sync_courses()
    with scope(market_id=here.pk):
        course = Course.objects.get(slug="payment")
        learner, now = enter_training(here, pupil), clock.now()
        session = plan_session(
            here, course, place="دار الصانع", starts_at=now, ends_at=now + timedelta(hours=1), trainer=trainer
        )
        enrol(session, learner)
        skill = course.skills.get()
        sign_off([learner], skill, by=trainer)
        certificate = Certificate.objects.get(learner=learner)
        own = begin_course(
            here, titles={"ar": "دورة"}, summaries={}, subject="other", languages=["ar"], spoken="ar"
        )
        lesson = begin_lesson(own, titles={"ar": "درس"}, minutes=1)
        step = write_step(lesson, text={"ar": "نغسل الصوف"})
        answers = [{"picture": name, "text": {"ar": name}} for name in ("water", "fire")]
        write_check(
            lesson, names={"ar": "غسل"}, checked_by="question", text={"ar": "بماذا؟"}, answers=answers
        )
        publish_course(own)
    return {
        "own_course": own.slug, "own_lesson": lesson.slug, "own_step": step["id"],
        "session": session.code, "door": door_pass(session), "learner": learner.code, "certificate": certificate.code,
        "kid": issuer_key(here).kid, "skill": f"{course.slug}/{skill.slug}", "skill_of_session": skill.slug,
    }  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, forgotten at the end; what a request writes is forgotten at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


# -- who may enter ---------------------------------------------------------------------------------------------

TEAM = frozenset({"operator", "reviewer", "support"})
Here = frozenset[tuple[str, str]]


def on(host: str, *roles: str) -> Here:
    return frozenset((role, host) for role in roles)


def office(*roles: str) -> Here:
    """The team of the first market by role; the operator of the second on her own host."""
    return on(HERE, *roles) | on(THERE, "operator_there")


EVERYBODY = on(HERE, *ROLES) | on(THERE, *ROLES)
SIGNED_IN = EVERYBODY - on(HERE, "visitor") - on(THERE, "visitor")
SELLERS = on(HERE, "seller_a", "seller_b") | on(THERE, "seller_there")
# The longest beginning of an address that is listed says who may enter. An address with a row of the first market in it is
# open on the first market's host alone, and in the workshop to seller A alone.
DOORS: dict[str, Here] = {
    "": EVERYBODY,
    "account/": SIGNED_IN,
    "workshop/": SELLERS,
    "workshop/worker.js": EVERYBODY,
    "workshop/offline/": EVERYBODY,
    "workshop/manifest.webmanifest": EVERYBODY,
    "office/": office("operator"),
    "office/review/": office("operator", "reviewer"),
    "office/imports/": office("operator", "reviewer"),
    "office/orders/": office("operator", "support"),
    "office/purchases/": office("operator", "support"),
    "office/messages/": office("operator", "support"),
    "office/requests/": office("operator", "support"),
    "office/papers/": office("operator", "support"),
    "office/papers/tax/payments/": office("operator"),
    "office/papers/tax/corrections/": office("operator"),
    "office/payments/": office("operator", "support"),
    "office/payouts/": office("operator", "support"),
    "office/payouts/batches/<slug:code>/approval/": office("operator"),
    "office/payouts/batches/<slug:code>/sending/": office("operator"),
    "office/payouts/batches/<slug:code>/discarding/": office("operator"),
    "office/payouts/batches/<slug:code>/transfers": office("operator"),
    "office/payouts/batches/<slug:code>/cash-list/": office("operator"),
    "office/payouts/<slug:code>/": office("operator"),
    "office/sellers/": office("operator", "reviewer", "support"),
    "office/sellers/<slug:code>/details/": office("operator"),
    "office/sellers/<slug:code>/fee/": office("operator"),
    "office/sellers/<slug:code>/sales/": office("operator"),
    "office/sellers/<slug:code>/members/": office("operator"),
    "office/sellers/<slug:code>/checkers/": office("operator"),
    "office/sellers/<slug:code>/makers/": office("operator"),
    "office/sellers/<slug:code>/decisions/": office("operator"),
    "office/sellers/<slug:code>/papers/": office("operator"),
    "office/sellers/<slug:code>/documents/": office("operator"),
    "office/sellers/<slug:code>/cohort/": office("operator"),
    "office/sellers/<slug:code>/objection/": office("operator"),
    "office/sellers/<slug:code>/mandates/": office("operator"),
    "office/sellers/<slug:code>/members-file/": office("operator"),
    "workshop/application/": SIGNED_IN,
    "workshop/application/documents/": on(HERE, "seller_a"),
    "workshop/application/papers/": on(HERE, "seller_a", "seller_b"),
    "workshop/application/<slug:name>/": on(HERE, "buyer"),
    "sign-in/faces/": on(HERE, "visitor"),
}
DOORS |= {
    "workshop/learn/attendance/": SIGNED_IN,
    "workshop/learn/<slug:course>/<slug:lesson>/question/": SELLERS,
    "office/training/": office("operator", "trainer"),
    "office/training/rights/": office("operator"),
    "office/training/decisions/": office("operator"),
    "office/training/certificates/": office("operator"),
    "office/training/courses/": office("operator"),
}
HOME_OF_THE_OFFICE = office("operator", "reviewer", "support", "trainer")


@dataclass(frozen=True)
class Example:
    """Arguments for an address: a parameter and its key in ``World.rows``, or after an equals sign a value.

    ``own``: they name a row of the first market. ``absent``: it is nobody's here, so everybody is told that there is none.
    """

    arguments: dict[str, str]
    own: bool = True
    absent: bool = False


def row(**arguments: str) -> Example:
    return Example(arguments)


def anywhere(**arguments: str) -> Example:
    return Example(arguments, own=False)


ORDER, PRODUCT, WAITING = row(code="order"), row(code="product"), row(code="waiting")
PAYMENT, REQUEST = row(code="payment"), row(code="request")
MEMBER, TOLD_PIECE, FACE = row(number="member"), row(code="told"), anywhere(number="device")
SELLER, LINK = row(code="organisation"), row(secret="secret")
EXAMPLES: dict[str, Example] = {
    "products/<str:slug>/": row(slug="slug"),
    "crafts/<slug:slug>/": anywhere(slug="=carpets"),
    "regions/<slug:code>/": anywhere(code="=ma-03"),
    "shops/<slug:code>/": row(code="shop"),
    "makers/<slug:code>/": row(code="shown_maker"),
    "pages/<slug:kind>/": anywhere(kind="=terms"),
    "basket/lines/<int:pk>/": Example(
        {"pk": "line"}, own=False, absent=True
    ),  # of a basket that is nobody's here
    "orders/<str:secret>/": LINK,
    "orders/<str:secret>/confirmation/": LINK,
    "orders/<str:secret>/cancellation/": LINK,
    "orders/<str:secret>/address/": LINK,
    "orders/<str:secret>/return/": row(secret="arrived"),
    "orders/<str:secret>/balance/": LINK,
    "requests/<str:secret>/": row(secret="wish"),
    "requests/<str:secret>/acceptance/": row(secret="wish"),
    "requests/<str:secret>/withdrawal/": row(secret="wish"),
    "orders/<str:secret>/payment/": LINK,
    "orders/<str:secret>/papers/<slug:code>.pdf": row(secret="arrived", code="paper"),
    "workshop/papers/<slug:code>.pdf": row(code="paper"),
    "office/papers/<slug:code>.pdf": row(code="paper"),
    "office/papers/<slug:code>.xml": row(code="paper"),
    "office/sellers/<slug:code>/sales/": SELLER,
    "payments/<str:secret>/": row(secret="returned"),
    "/hooks/payments/<slug:provider>/<str:code>/": anywhere(provider="=est", code="contract"),
    "account/addresses/<int:pk>/": anywhere(pk="address"),
    "sign-in/faces/<int:number>/": FACE,
    "sign-in/faces/<int:number>/code/": FACE,
    "sign-in/faces/<int:number>/removal/": FACE,
    "account/phones/<int:number>/removal/": FACE,
    "account/phones/passkeys/<int:number>/removal/": anywhere(number="passkey"),
    "/k/<str:secret>": anywhere(secret="card"),
    "/l/<slug:code>": anywhere(code="=ACDEFGHJKM34"),
    "/o/<str:short>": row(short="short"),
    "/c/<str:short>": row(short="short"),
    "/cards/<str:name>": row(name="picture"),
    "/sitemaps/makers-<int:number>.xml": anywhere(number="=1"),
    "/sitemaps/products-<int:number>.xml": anywhere(number="=1"),
    "/sitemaps/shops-<int:number>.xml": anywhere(number="=1"),
    "/icon-<int:size>.png": anywhere(size="=192"),
    "/motif/<slug:family>/<slug:seed>.svg": anywhere(family="=zellige", seed="=souk"),
    "workshop/orders/<order:code>/": ORDER,
    "workshop/orders/<order:code>/acceptance/": ORDER,
    "workshop/orders/<order:code>/refusal/": ORDER,
    "workshop/orders/<order:code>/later/": ORDER,
    "workshop/orders/<order:code>/making/": ORDER,
    "workshop/orders/<order:code>/reversal/": ORDER,
    "workshop/orders/<order:code>/slip/": ORDER,
    "workshop/checks/<product:code>/": row(code="check"),
    "workshop/products/<product:code>/sharing/": PRODUCT,
    "workshop/products/table/files/<product:code>/": row(code="import"),
    "workshop/orders/<order:code>/packing/": ORDER,
    "workshop/orders/<order:code>/handover/": ORDER,
    "workshop/orders/<order:code>/delivery/": ORDER,
    "workshop/orders/<order:code>/return/": ORDER,
    "workshop/orders/<order:code>/progress/": ORDER,
    "workshop/requests/<product:code>/": REQUEST,
    "workshop/requests/<product:code>/taking/": REQUEST,
    "workshop/requests/<product:code>/quote/": REQUEST,
    "workshop/requests/<product:code>/refusal/": REQUEST,
    "workshop/requests/<product:code>/reversal/": REQUEST,
    "workshop/keys/<int:number>/card/": MEMBER,
    "workshop/keys/<int:number>/removal/": MEMBER,
    "workshop/keys/<int:number>/letting-in/": MEMBER,
    "workshop/link/<order:code>/": row(code="linked"),
    "workshop/link/<order:code>/handover/": row(code="linked"),
    "workshop/link/<order:code>/cancellation/": row(code="linked"),
    "workshop/link/<order:code>/terminal/": row(code="linked"),
    "workshop/link/products/<product:code>/": PRODUCT,
    "workshop/products/new/<uuid:key>/": anywhere(key="draft"),
    "workshop/products/new/<uuid:key>/removal/": anywhere(key="draft"),
    "workshop/products/new/<uuid:key>/<slug:step>/": anywhere(key="draft", step="=photos"),
    "workshop/drafts/<uuid:key>/": anywhere(key="draft"),
    "workshop/drafts/<uuid:key>/files/<slug:digest>/": row(key="draft", digest="digest"),
    "workshop/drafts/<uuid:key>/sending/": row(key="draft"),
    "workshop/products/<product:code>/words/": TOLD_PIECE,
    "workshop/products/<product:code>/wording/": TOLD_PIECE,
    "workshop/products/<product:code>/agreement/": TOLD_PIECE,
    "workshop/products/<product:code>/objection/": TOLD_PIECE,
    "workshop/products/<product:code>/": PRODUCT,
    "workshop/products/<product:code>/correction/": PRODUCT,
    "workshop/products/<product:code>/price/": PRODUCT,
    "workshop/products/<product:code>/quantity/": PRODUCT,
    "workshop/products/<product:code>/visibility/": PRODUCT,
    "office/review/<slug:code>/": WAITING,
    "office/review/<slug:code>/approval/": WAITING,
    "office/review/<slug:code>/correction/": WAITING,
    "office/review/<slug:code>/listing/": WAITING,
    "office/review/<slug:code>/waiting/": WAITING,
    "office/review/<slug:code>/words/": TOLD_PIECE,
    "office/requests/<slug:code>/": REQUEST,
    "office/orders/<slug:code>/": ORDER,
    "office/orders/<slug:code>/refunds/": ORDER,
    "office/orders/<slug:code>/refunds/nothing/": ORDER,
    "office/orders/<slug:code>/return/": ORDER,
    "office/orders/<slug:code>/<slug:name>/": row(code="order", name="=cancellation"),
    "office/purchases/<slug:code>/": row(code="purchase"),
    "office/payments/<slug:code>/": PAYMENT,
    "office/payments/<slug:code>/asking/": PAYMENT,
    "office/payments/<slug:code>/confirmation/": PAYMENT,
    "office/payments/refunds/<slug:code>/": row(code="refund"),
    "office/payments/refunds/<slug:code>/sending/": row(code="refund"),
    "office/payments/refunds/<slug:code>/retrying/": row(code="refund"),
    "office/fees/plans/<slug:code>/": row(code="plan"),
    "office/fees/plans/<slug:code>/names/": row(code="plan"),
    "office/fees/plans/<slug:code>/default/": row(code="plan"),
    "office/settings/contracts/<slug:code>/": row(code="contract"),
    "office/settings/contracts/new/<slug:provider>/": anywhere(provider="=est"),
    "office/payouts/sellers/<slug:code>/": SELLER,
    "office/payouts/sellers/<slug:code>/statement.csv": SELLER,
    "office/payouts/sellers/<slug:code>/statement.pdf": SELLER,
    "office/bank/<int:number>/covering/": row(number="bank_line"),
    "office/payouts/batches/<slug:code>/": row(code="batch"),
    "office/payouts/batches/<slug:code>/approval/": row(code="batch"),
    "office/payouts/batches/<slug:code>/sending/": row(code="batch"),
    "office/payouts/batches/<slug:code>/discarding/": row(code="batch"),
    "office/payouts/batches/<slug:code>/transfers.xml": row(code="batch"),
    "office/payouts/batches/<slug:code>/transfers.csv": row(code="batch"),
    "office/payouts/batches/<slug:code>/cash-list/": row(code="batch"),
    "office/payouts/<slug:code>/confirmation/": row(code="payout"),
    "office/payouts/<slug:code>/failure/": row(code="payout"),
    "office/bank/<int:number>/matching/": row(number="bank_line"),
    "workshop/money/makers/<slug:code>/": row(code="maker"),
    "workshop/money/payouts/<product:code>/": row(code="payout"),
    "workshop/money/withdrawals/<product:code>/": row(code="withdrawal"),
    "workshop/money/withdrawals/<product:code>/reversal/": row(code="withdrawal"),
    "workshop/money/withdrawals/<product:code>.pdf": row(code="withdrawal"),
    "office/sellers/<slug:code>/": SELLER,
    "office/sellers/<slug:code>/papers/": SELLER,
    "office/sellers/<slug:code>/papers/<slug:requirement>/": row(
        code="organisation", requirement="requirement"
    ),
    "office/sellers/<slug:code>/documents/<slug:document>/": row(code="organisation", document="document"),
    "office/sellers/<slug:code>/cohort/": SELLER,
    "office/sellers/<slug:code>/objection/": row(code="objecting"),
    "office/sellers/<slug:code>/mandates/": SELLER,
    "office/sellers/<slug:code>/mandates/<slug:grant>/ending/": row(code="organisation", grant="grant"),
    "office/sellers/<slug:code>/members-file/": SELLER,
    "office/sellers/<slug:code>/members-file/problems/": SELLER,
    "office/settings/requirements/<slug:code>/": row(code="requirement"),
    "office/settings/requirements/<slug:code>/retirement/": row(code="requirement"),
    "workshop/mandates/<product:code>/": row(code="grant"),
    "workshop/proposals/<product:code>/": row(code="proposal"),
    "workshop/application/papers/<product:code>/": anywhere(code="requirement"),
    "workshop/application/documents/<product:code>/": row(code="document"),
    "workshop/application/<slug:name>/": anywhere(name="=kind"),
    "office/sellers/<slug:code>/details/": SELLER,
    "office/sellers/<slug:code>/fee/": SELLER,
    "office/sellers/<slug:code>/members/": SELLER,
    "office/sellers/<slug:code>/checkers/": SELLER,
    "office/sellers/<slug:code>/members/<int:number>/removal/": row(code="organisation", number="=1"),
    "office/sellers/<slug:code>/makers/": SELLER,
    "office/sellers/<slug:code>/makers/<slug:maker>/": row(code="organisation", maker="maker"),
    "office/sellers/<slug:code>/decisions/<slug:name>/": row(code="organisation", name="=suspension"),
    "office/imports/<slug:code>/": row(code="import"),
    "office/imports/<slug:code>/run/": row(code="import"),
    "office/imports/<slug:code>/undoing/": row(code="import"),
    "office/imports/<slug:code>/problems.csv": row(code="import"),
    "office/voices/<slug:language>/<str:key>/": anywhere(language="=ary", key="=money.ready"),
    "office/voices/<slug:language>/<str:key>/removal/": anywhere(language="=ary", key="=money.ready"),
    "office/settings/texts/<slug:kind>/": anywhere(kind="=terms"),
    "office/settings/delivery/zones/<slug:code>/": anywhere(code="=near"),
    "office/settings/delivery/zones/<slug:code>/cities/": anywhere(code="=near"),
    "office/settings/delivery/zones/<slug:code>/cities/<slug:city>/removal/": anywhere(
        code="=near", city="=rabat"
    ),
    "office/settings/<slug:name>/": anywhere(name="=names"),
    "office/tasks/<uuid:job>/revival/": row(job="job"),
}
OWN, OWN_LESSON = row(course="own_course"), row(course="own_course", lesson="own_lesson")
OWN_STEP = row(course="own_course", lesson="own_lesson", step="own_step", number="=1")
PHOTO, LIGHT = {"course": "=photo"}, {"course": "=photo", "lesson": "=light"}
EXAMPLES |= {
    "certificates/<slug:code>/": row(code="certificate"),
    "/lessons/<str:name>.svg": anywhere(name="=phone"),
    "/badges/keys/<slug:kid>.json": row(kid="kid"),
    "/badges/achievements/<slug:slug>.json": anywhere(slug="=payment"),
    "/badges/credentials/<slug:code>": row(code="certificate"),
    "workshop/learn/attendance/<slug:code>/<str:door>/": row(code="session", door="door"),
    "workshop/learn/practice/<slug:name>/": anywhere(name="=days"),
    "workshop/learn/certificates/<slug:code>.pdf": row(code="certificate"),
    "workshop/learn/certificates/<slug:code>.jwt": row(code="certificate"),
    "workshop/learn/<slug:course>/": anywhere(**PHOTO),
    "workshop/learn/<slug:course>/files.json": anywhere(**PHOTO),
    "workshop/learn/<slug:course>/keeping/": anywhere(**PHOTO),
    "workshop/learn/<slug:course>/checking/": anywhere(**PHOTO),
    "workshop/learn/<slug:course>/package.zip": anywhere(**PHOTO),
    "workshop/learn/<slug:course>/<slug:lesson>/<int:number>/": anywhere(**LIGHT, number="=1"),
    "/lessons/<str:name>.webp": row(name="own_picture"),
    "workshop/learn/<slug:course>/<slug:lesson>/question/": OWN_LESSON,
    "office/training/own/<slug:course>/": OWN,
    "office/training/own/<slug:course>/words/": OWN,
    "office/training/own/<slug:course>/publication/": OWN,
    "office/training/own/<slug:course>/<slug:lesson>/": OWN_LESSON,
    "office/training/own/<slug:course>/<slug:lesson>/words/": OWN_LESSON,
    "office/training/own/<slug:course>/<slug:lesson>/place/": OWN_LESSON,
    "office/training/own/<slug:course>/<slug:lesson>/check/": OWN_LESSON,
    "office/training/own/<slug:course>/<slug:lesson>/check/removal/": OWN_LESSON,
    "office/training/own/<slug:course>/<slug:lesson>/preview/<int:number>/": OWN_STEP,
    "office/training/own/<slug:course>/<slug:lesson>/steps/<slug:step>/": OWN_STEP,
    "office/training/own/<slug:course>/<slug:lesson>/steps/<slug:step>/place/": OWN_STEP,
    "office/training/decisions/<slug:code>/": row(code="decision"),
    "office/training/sessions/<slug:code>/": row(code="session"),
    "office/training/sessions/<slug:code>/door/": row(code="session"),
    "office/training/sessions/<slug:code>/attendance/": row(code="session"),
    "office/training/sessions/<slug:code>/signatures/": row(code="session"),
    "office/training/learners/<slug:code>/": row(code="learner"),
    "office/training/learners/<slug:code>/presence/": row(code="learner"),
    "office/training/learners/<slug:code>/signatures/": row(code="learner"),
    "office/training/certificates/<slug:code>/revocation/": row(code="certificate"),
    "office/training/courses/others/<slug:code>/removal/": row(code="other_course"),
    "office/training/courses/<slug:course>/<slug:lesson>/": anywhere(**LIGHT),
    "office/training/courses/<slug:course>/<slug:lesson>/voices/": anywhere(**LIGHT),
}
# What an address needs to be asked with; it then names a row of the first market.
QUERIES = {
    "orders/<str:secret>/cancellation/": {"order": "order"},
    "orders/<str:secret>/return/": {"order": "arrived_order"},
    "office/bank/<int:number>/covering/": {"of": "=carrier:Amana"},
    "office/orders/slips/": {"order": "order"},
    "office/orders/packing/": {"order": "order"},
    "office/orders/picking/": {"order": "order"},
    "office/orders/handing-over/": {"order": "order"},
    "office/imports/export.csv": {"seller": "organisation", "dialect": "=tadamun", "language": "=ar"},
}
# Acts that are done to a row: what is posted, so that whose row it is finds it. A text is a key in ``World.rows``, or
# after an equals sign a value.
FORMS: dict[str, dict[str, Any]] = {
    "/hooks/payments/<slug:provider>/<str:code>/": {},
    "account/addresses/": {"purchase": "bought"},
    "office/review/<slug:code>/words/": {},
    "office/sellers/<slug:code>/members-file/problems/": {"list": "list"},
    "office/sellers/<slug:code>/objection/": {},
    "office/training/courses/<slug:course>/<slug:lesson>/voices/": {"step": "step"},
    "workshop/learn/<slug:course>/checking/": {"skill": "=photo"},
    "workshop/members/problems/": {"list": "list"},
    "orders/<str:secret>/cancellation/": {"order": "order"},
    "orders/<str:secret>/return/": {"order": "arrived_order", "reason": "=damaged"},
    "office/bank/<int:number>/matching/": {},
    "office/messages/resending/": {"key": "=matrix"},
    "office/sellers/<slug:code>/members/<int:number>/removal/": {"phone": "owner_phone"},
    "office/tasks/<uuid:job>/revival/": {},
    "office/team/dismissal/": {"phone": "reviewer_phone"},
    "office/training/courses/others/<slug:code>/removal/": {},
    "office/training/decisions/<slug:code>/": {"decision": "=narrowed"},
    "office/training/learners/<slug:code>/presence/": {"session": "session"},
    "office/training/learners/<slug:code>/signatures/": {"skill": "skill"},
    "office/training/own/<slug:course>/<slug:lesson>/place/": {"to": "=up"},
    "office/training/own/<slug:course>/<slug:lesson>/steps/<slug:step>/place/": {"to": "=up"},
    "office/training/own/<slug:course>/publication/": {"taught": "=0"},
    "office/training/sessions/<slug:code>/signatures/": {"skill": "skill_of_session"},
    "workshop/consents/": {"maker": "maker", "consent": "=name:yes"},
    "workshop/drafts/<uuid:key>/": {"content": {"price": 1}, "step": 2, "seen": 1, "edit": 9},
    "workshop/drafts/<uuid:key>/sending/": {},
    "workshop/keys/<int:number>/card/": {},
    "workshop/keys/<int:number>/removal/": {},
    "workshop/learn/enrolment/": {"session": "session"},
    "workshop/products/<product:code>/agreement/": {},
    "workshop/products/<product:code>/objection/": {},
    "workshop/products/<product:code>/price/": {"sku": "sku", "price": "=5"},
    "workshop/products/<product:code>/quantity/": {"sku": "sku", "quantity": "=5"},
}
# Where the form, not the address, names a row of the first market: who may send it.
POSTED: dict[str, Here] = {
    "account/addresses/": on(HERE, "buyer"),
    "workshop/members/problems/": on(HERE, "seller_a"),
    "office/messages/resending/": on(HERE, "operator", "support"),
    "office/team/dismissal/": on(HERE, "operator"),
    "workshop/consents/": on(HERE, "seller_a"),
    "workshop/learn/enrolment/": on(HERE, "seller_a", "seller_b"),
}
# What a program posts, in JSON.
JSON = {"workshop/drafts/<uuid:key>/"}
# Written as a pattern of its own, not as a route.
PATTERNS = {
    "^(?P<family>[a-z]+)/(?P<seed>[a-z0-9-]+)/(?P<colour>[0-9a-f]{6})\\.svg$": "zellige/souk/0f5e55.svg"
}
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


# -- collecting --------------------------------------------------------------------------------------------------


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route as written. Those below the language have no slash in front, those beside it have one."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and isinstance(pattern.pattern, LocalePrefixPattern):
            yield from addresses(pattern, "")
            continue
        said = str(pattern.pattern)
        if not isinstance(pattern.pattern, RoutePattern):
            said = PATTERNS.get(said, said)
        route = before + said
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


ADDRESSES = sorted(set(addresses(get_resolver("tadamun.config.urls"), "/")))


def entrants(route: str) -> Here:
    """Who may reach it, by the longest beginning that is listed."""
    if route == "office/":
        return HOME_OF_THE_OFFICE
    found = max((start for start in DOORS if route.startswith(start)), key=len)
    allowed = DOORS[found]
    if route in QUERIES or (route in EXAMPLES and EXAMPLES[route].own):
        allowed &= on(HERE, "seller_a") if found == "workshop/" else on(HERE, *ROLES)
    return allowed


def value(said: str, world: World) -> str:
    return said[1:] if said.startswith("=") else str(world.rows[said])


def path_of(route: str, world: World) -> str:
    """The address with the arguments of its example, in Arabic."""
    path = _PARAMETER.sub(lambda match: value(EXAMPLES[route].arguments[match[1]], world), route)
    asked = "&".join(f"{name}={value(said, world)}" for name, said in QUERIES.get(route, {}).items())
    return (path if path.startswith("/") else f"/ar/{path}") + (f"?{asked}" if asked else "")


# -- what is asserted ---------------------------------------------------------------------------------------------

# The page was refused: it is not there for her, she must sign in first, or nobody may use it that way.
NOT_THERE, NOT_SO = 404, 405
# To the program on a phone, which is no page and is led nowhere.
TOLD = {401, 403}


def test_every_address_with_arguments_has_an_example() -> None:
    takes = {route for route in ADDRESSES if _PARAMETER.search(route) or "(?P" in route}
    assert takes - set(EXAMPLES) == set(), "name a row for these in EXAMPLES"
    assert set(EXAMPLES) - takes == set(), "these are no addresses any more"
    unused = {start for start in DOORS if not any(route.startswith(start) for route in ADDRESSES)}
    assert not unused, "these are no doors any more"


@pytest.mark.broad
@pytest.mark.django_db
@pytest.mark.parametrize("route", ADDRESSES)
def test_everybody_reaches_what_is_hers_and_nothing_else(world: World, route: str) -> None:
    path, allowed = path_of(route, world), entrants(route)
    for role, host in product(ROLES, (HERE, THERE)):
        if host == THERE and role in {"buyer", "seller_b", "reviewer", "support", "trainer"}:
            continue  # there they are nobody, like seller A and the operator
        for method in ("GET", "POST"):
            said = f"{method} {path} by {role} at {host}"
            with transaction.atomic():
                may = POSTED.get(route, allowed) if method == "POST" else allowed
                _judge(world, route, (role, host), method, path, said, (role, host) in may)
                transaction.set_rollback(True)


def _judge(
    world: World, route: str, who: tuple[str, str], method: str, path: str, said: str, allowed: bool
) -> None:
    before = _writes()
    client = world.browser(who)
    answer = client.get(path) if method == "GET" else _post(world, client, route, path)
    led = answer.status_code == 303 and answer.headers["Location"] == _page_of(path)
    if led:
        answer = client.get(_page_of(path))  # an action asked for as a page leads to its page, whoever asks
    wrote = before is None or _writes() != before
    body = answer.content.decode("utf-8", "replace")
    assert answer.status_code < 500, said
    if wrote:
        now = _kept(world)
        touched = [name for name, rows in world.kept.items() if now[name] != rows]
        assert not set(touched) - _own_things(route, who), f"{said} touched another's {touched}"
    if allowed:
        absent = route in EXAMPLES and EXAMPLES[route].absent
        if method == "POST":
            found = route in FORMS
        else:
            found = not led or _page_of(route) in ADDRESSES
        assert not found or absent or answer.status_code != NOT_THERE, said
        assert route.startswith("sign-in/") or not _asks_to_sign_in(answer), said
    else:
        refused = {NOT_THERE, NOT_SO} | (TOLD if route.startswith("workshop/drafts/") else set())
        if led and method == "GET" and who in entrants(_page_of(route)):
            refused.add(200)  # to her own list of such things
        assert answer.status_code in refused or _asks_to_sign_in(answer), f"{said}: {answer.status_code}"
        assert not wrote or AuditEntry.objects.count() == world.acts, f"{said} was refused and did something"
    for mark in _not_hers(route, who, allowed):
        assert mark not in body, f"{said} shows {mark}"


def _page_of(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _post(world: World, client: Client, route: str, path: str) -> Any:
    said = FORMS.get(route, {})
    if route in JSON:
        return client.post(path, said, content_type="application/json")
    return client.post(path, {name: value(each, world) for name, each in said.items()})


def _writes() -> int | None:
    """A number that grows with every row written on this connection, where the database counts them."""
    return connection.connection.total_changes if connection.vendor == "sqlite" else None


def _kept(world: World) -> dict[str, Rows]:
    """What only one person may change by its number: of somebody who is not here, and of seller A."""
    with everything("a test's own rows"):
        drafts = Draft.objects.filter(organisation__code=world.rows["organisation"])
        return {
            "address": list(Address.objects.values_list("pk", "address")),
            "basket": list(CartLine.objects.values_list("pk", "quantity")),
            "phone": list(TrustedDevice.objects.values_list("pk", "person")),
            "passkey": list(Passkey.objects.values_list("pk", flat=True)),
            "card": list(Card.objects.order_by("pk").values_list("pk", "revoked_at")),
            "draft": list(drafts.values_list("key", "content", "sent_as", "dropped_at")),
        }


def _own_things(route: str, who: tuple[str, str]) -> set[str]:
    if who[0] == "seller_a":
        return {"phone", "passkey", "card", "draft"}
    if (route, who) == ("account/addresses/", ("buyer", HERE)):
        return {"address"}
    return {"phone"} if route.startswith("sign-in/faces/") and who == ("visitor", HERE) else set()


def _asks_to_sign_in(answer: Any) -> bool:
    """Who is in and is asked to show it anew, or brings a code, is asked by another page."""
    asked = answer.headers.get("Location", "").partition("?")[0]
    return answer.status_code in {302, 303} and asked == "/ar/sign-in/"


def _not_hers(route: str, who: tuple[str, str], allowed: bool) -> tuple[str, ...]:
    """What must not be in an answer."""
    role, host = who
    if host == THERE:
        return (*OF_THE_MARKET, *UNPUBLISHED, *OF_THE_BUYER)
    insider = allowed and (role in TEAM or role == "seller_a") and route.startswith(("office/", "workshop/"))
    if insider:
        return OF_THE_BUYER if role == "reviewer" else ()
    if route.startswith("workshop/"):
        return (*OF_THE_MARKET, *UNPUBLISHED, *OF_THE_BUYER)
    # The secret link shows its buyer masked; whoever has it may correct the address, which is then hers to read.
    return (*UNPUBLISHED, *OF_THE_BUYER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/ar/", "/fr/workshop/", "/en/office/", "/en/account/", "/healthz", "/metrics"]
)
def test_a_host_that_is_no_market_shows_the_portal_at_most(world: World, path: str) -> None:
    for role in ROLES:
        client = world.browser((role, HERE))
        answer = client.get(path, SERVER_NAME="nowhere.localhost", REMOTE_ADDR="10.0.0.99")
        assert answer.status_code < 500 and not set(OF_THE_BUYER + UNPUBLISHED) & {
            mark for mark in OF_THE_BUYER + UNPUBLISHED if mark in answer.content.decode("utf-8", "replace")
        }
        assert answer.status_code in {200, 301, 302, 303, 403, 404}
