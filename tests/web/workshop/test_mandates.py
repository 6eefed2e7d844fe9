"""A helper sits down for an artisan: banner, rights page by page, both names, prices only proposed, an end that counts."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from tadamun.goods.catalogue.models import Draft, Variant
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Grant, Organisation, Proposal
from tadamun.people.sellers.operations import add_member
from tadamun.people.sellers.operations.grants import BadMandate, end_mandate, give_mandate
from tadamun.people.sellers.operations.telling import tell_of_last_week
from tadamun.people.sellers.rules import RIGHTS
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.web.workshop.rights import HERSELF, OF_A_PAGE
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
    variant_of,
)
from tests.trade.commissions.making import ask

pytestmark = pytest.mark.django_db
W = "/ar/workshop/"
Kind = Account.Kind


class World:
    def __init__(self) -> None:
        self.market: Market = make_market()
        self.organisation: Organisation = make_organisation(self.market)
        self.owner: Person = make_person(name="خديجة")
        self.helper: Person = make_person(name="سعاد")
        add_member(self.organisation, self.owner)
        self.product = make_product(self.organisation, price=45000)
        self.order = orders_of(make_purchase(self.market, [self.product], method="cash_on_delivery"))[0]

    def give(self, *rights: str, **fields: Any) -> Grant:
        with acting(actor=self.owner.reference, market_id=self.market.pk):
            return give_mandate(
                self.organisation, helper=self.helper, rights=rights or ("orders",),
                until=fields.pop("until", clock.now() + timedelta(days=30)), given="press", **fields,
            )  # fmt: skip

    def browser(self, person: Person, **headers: str) -> Client:
        client = Client(SERVER_NAME="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin", **headers)
        client.force_login(person)
        return client


@pytest.fixture
def world() -> World:
    return World()


def price(world: World, amount: str) -> dict[str, str]:
    return {"sku": variant_of(world.product).sku, "price": amount}


def minor(world: World) -> int:
    with everything("a test"):
        return Variant.objects.get(product=world.product).price_minor


@pytest.mark.broad
def test_every_page_has_a_right_and_a_helper_without_it_is_refused(world: World) -> None:
    """Walks every address of the door: with a mandate for lessons alone nothing opens but what anybody sees."""
    world.give("learning")
    client, visitor = world.browser(world.helper), Client(SERVER_NAME="souk.localhost")
    rows = {
        "code": {"orders": world.order.code, "link": world.order.code}, "default": world.product.code,
    }  # fmt: skip
    walked = 0
    for pattern in get_resolver("tadamun.web.workshop.urls").url_patterns:
        route, name = str(pattern.pattern), str(pattern.name)
        if "<" in route.replace("<product:code>", "").replace("<order:code>", ""):
            continue
        if name.startswith(("application", "requirement", "own_document", "organisation")):
            continue  # of whoever is signed in, not of the desk
        right = OF_A_PAGE.get(name, HERSELF)
        path = route.replace("<product:code>", rows["default"]).replace(
            "<order:code>", rows["code"]["orders"]
        )
        if right in ("anybody", "learning") or name.startswith(("lesson", "course", "learn")):
            continue
        if visitor.get(W + path).status_code == 200:
            continue  # of everybody: the worker, the page without network
        before = AuditEntry.objects.count()
        assert client.get(W + path).status_code in (403, 404, 405), path
        assert client.post(W + path).status_code in (403, 404, 405), path
        assert AuditEntry.objects.count() == before, path
        walked += 1
    assert walked > 25
    assert client.get(W).status_code == 200
    assert set(OF_A_PAGE.values()) <= {*RIGHTS, "anybody", "herself"}


@pytest.mark.broad
def test_today_shows_a_helper_what_opens_for_her(world: World) -> None:
    """Cards, tiles and the bar: money and a buyer's request with those rights alone, and nothing that is refused after."""
    ask(world.market, world.organisation, "زربية زرقاء للصالون")
    ripe = Posting("ripe", Kind.BUYERS, Kind.PAYABLE, Money(13_095, "MAD"), credit_of=world.organisation.pk)
    post(world.market, key="test/ripe", subject="order:T1-1", postings=[ripe])
    hers = world.browser(world.owner).get(W).content.decode()
    assert "130" in hers and "زربية زرقاء للصالون" in hers and f'href="{W}money/"' in hers
    client = world.browser(world.helper)
    grant = world.give("products", "stock", "orders")
    page = client.get(W).content.decode()
    assert "130" not in page and "زربية زرقاء" not in page and f"{W}orders/" in page
    for address in set(re.findall(rf'href="({W}[^"]*)"', page)):
        assert client.get(address).status_code < 400, address
    assert f"{W}money/" not in page and f"{W}requests/" not in page
    end_mandate(grant)
    world.give("money", "requests")
    page = client.get(W).content.decode()
    assert "130" in page and "زربية زرقاء للصالون" in page and f"{W}orders/" not in page
    assert f"{W}products/" not in page


@pytest.mark.broad
def test_both_names_stand_on_the_page_and_on_the_act(world: World) -> None:
    grant = world.give("orders", "stock", "products")
    client = world.browser(world.helper)
    page = client.get(W).content.decode()
    assert "سعاد" in page
    assert world.organisation.name("ar") in page
    variant = variant_of(world.product)
    said = {"sku": variant.sku, "quantity": "7"}
    assert client.post(f"{W}products/{world.product.code}/quantity/", said).status_code == 303
    act = AuditEntry.objects.filter(action="set_quantity").get()
    assert act.actor == str(world.helper.reference)
    assert act.on_behalf_of == f"{world.organisation.reference} under grant:{grant.code}"


@pytest.mark.broad
def test_a_price_waits_for_her_yes(world: World) -> None:
    world.give("products")
    helper, owner = world.browser(world.helper), world.browser(world.owner)
    path = f"{W}products/{world.product.code}/price/"
    assert helper.post(path, price(world, "500")).status_code == 303
    assert helper.post(path, price(world, "520")).status_code == 303
    assert minor(world) == 45000
    with everything("a test"):
        row = Proposal.objects.get(state="waiting")
    assert helper.post(f"{W}proposals/{row.code}/", {"answer": "yes"}).status_code == 403
    assert minor(world) == 45000
    run_worker(once=True, scheduled=False)
    with everything("a test"):
        assert Message.objects.filter(kind="change_proposed", to=world.owner.phone).exists()
    assert owner.get(f"{W}proposals/").status_code == 200
    assert owner.post(f"{W}proposals/{row.code}/", {"answer": "yes"}).status_code == 303
    assert minor(world) == 52000
    owner.post(f"{W}proposals/{row.code}/", {"answer": "no"})
    assert minor(world) == 52000
    # What changed meanwhile is not overwritten.
    helper.post(path, price(world, "600"))
    owner.post(path, price(world, "550"))
    with everything("a test"):
        late = Proposal.objects.get(state="waiting")
    owner.post(f"{W}proposals/{late.code}/", {"answer": "yes"})
    assert minor(world) == 55000
    with everything("a test"):
        assert Proposal.objects.get(pk=late.pk).state == "stale"


@pytest.mark.broad
def test_bank_details_are_never_a_helpers(world: World) -> None:
    world.give(*RIGHTS)
    client = world.browser(world.helper)
    said = {"rail": "bank", "holder": "س", "account": "007780000123456789012396"}
    for path in (
        "money/destination/",
        "money/withdrawal/",
        "money/shares/",
        "mandates/",
        "consents/",
        "members/",
    ):
        assert client.post(W + path, said).status_code in (403, 405)
        assert client.get(W + path).status_code == 403
    assert client.get(f"{W}money/").status_code == 200


@pytest.mark.broad
@pytest.mark.parametrize("how", ["ended", "expired"])
def test_a_mandate_that_is_over_does_nothing_however_late_the_act_arrives(world: World, how: str) -> None:
    """Her own shop does not get what was meant for another, either."""
    own = make_organisation(world.market)
    add_member(own, world.helper)
    grant = world.give("stock", "products")
    client = world.browser(world.helper)
    client.post(f"{W}organisation/", {"organisation": grant.code})
    assert client.get(W).status_code == 200
    if how == "ended":
        with acting(actor=world.owner.reference):
            end_mandate(grant)
    said = {"sku": variant_of(world.product).sku, "quantity": "3"}
    path = f"{W}products/{world.product.code}/quantity/"
    with clock.shifted(timedelta(days=31) if how == "expired" else timedelta()):
        client.force_login(world.helper)  # her session lives on
        client.post(f"{W}organisation/", {"organisation": grant.code})
        session = client.session
        session["workshop_organisation"] = grant.code
        session.save()
        late = client.post(path, said)
        queued = world.browser(world.helper).post(path, said, HTTP_X_TADAMUN_DESK=grant.code)
    assert late.status_code == queued.status_code == 403
    assert world.organisation.name("ar") in late.content.decode()
    assert not AuditEntry.objects.filter(action="set_quantity").exists()


@pytest.mark.broad
def test_a_mandate_lasts_a_year_at_most_and_names_a_right_and_somebody_else(world: World) -> None:
    for fields in (
        {"until": clock.now() + timedelta(days=400)}, {"until": clock.now() - timedelta(days=1)}, {"helper": world.owner},
    ):  # fmt: skip
        said = {"helper": world.helper, "until": clock.now() + timedelta(days=5), **fields}
        with pytest.raises(BadMandate), acting(actor=world.owner.reference):
            give_mandate(world.organisation, rights=["orders"], given="press", **said)
    with pytest.raises(BadMandate):
        world.give("price")
    first, second = world.give("orders"), world.give("stock")
    with everything("a test"):
        assert Grant.objects.get(pk=first.pk).ended_at is not None
        assert Grant.objects.get(pk=second.pk).ended_at is None


@pytest.mark.broad
def test_she_gives_and_ends_it_on_her_phone_and_hears_the_week(world: World) -> None:
    owner, helper = world.browser(world.owner), world.browser(world.helper)
    said = {"phone": world.helper.phone or "", "rights": ["stock", "products"], "days": "30"}
    assert owner.post(f"{W}mandates/", {**said, "phone": world.owner.phone or ""}).status_code == 422
    assert owner.post(f"{W}mandates/", said).status_code == 303
    path = f"{W}products/{world.product.code}/"
    helper.post(f"{path}quantity/", {"sku": variant_of(world.product).sku, "quantity": "4"})
    helper.post(f"{path}price/", price(world, "480"))
    page = owner.get(f"{W}helped/")
    assert {act.key for act in page.context["acts"]} == {"helped.set_quantity", "helped.propose_price"}
    assert [str(act.amount) for act in page.context["acts"] if act.amount]
    assert 'data-play="acts"' in page.content.decode()
    assert {act.day for act in page.context["acts"]} <= {f"forecast.day_{number}" for number in range(1, 8)}
    assert "today.helped" not in owner.get(W).content.decode()
    with clock.shifted(timedelta(days=7)):
        assert tell_of_last_week() == tell_of_last_week() == 1
        today = owner.get(W).content.decode()
        assert "today.helped" in today
        (week,) = re.findall(rf'href="({W}helped/\?week=[^"]+)"', today)[:1]
        assert len(owner.get(week).context["acts"]) == 2
        assert "today.helped" not in helper.get(W).content.decode()
    with everything("a test"):
        told = Message.objects.filter(kind="helped_week")
        assert [row.to for row in told] == [world.owner.phone]
    with everything("a test"):
        grant = Grant.objects.get()
    assert owner.post(f"{W}mandates/{grant.code}/").status_code == 303
    assert helper.get(f"{W}products/").status_code in (403, 404)


@pytest.mark.broad
def test_another_seller_neither_sees_nor_ends_hers(world: World) -> None:
    grant = world.give("orders")
    other = make_organisation(world.market)
    stranger = make_person()
    add_member(other, stranger)
    client = world.browser(stranger)
    assert client.post(f"{W}mandates/{grant.code}/").status_code == 404
    assert "سعاد" not in client.get(f"{W}mandates/").content.decode()
    client.post(f"{W}organisation/", {"organisation": grant.code})
    assert client.get(W).context["desk"].organisation == other


@pytest.mark.broad
def test_a_helper_ends_her_own_mandate_and_the_artisan_is_told(world: World) -> None:
    grant = world.give("orders")
    helper, owner = world.browser(world.helper), world.browser(world.owner)
    assert owner.get(f"{W}mandate/").headers["Location"] == f"{W}mandates/"
    assert f"{W}mandate/" in helper.get(W).content.decode()
    assert helper.get(f"{W}mandate/").status_code == 200
    assert helper.post(f"{W}mandate/").headers["Location"] == "/ar/account/"
    assert world.organisation.name("ar") in helper.get("/ar/account/").content.decode()
    assert helper.post(f"{W}mandate/").status_code == 403
    assert helper.post(f"{W}orders/{world.order.code}/acceptance/").status_code == 403
    over = helper.get(W).content.decode()
    assert world.organisation.name("ar") in over
    assert "/workshop/organisation/" not in over, "she acts for nobody now"
    with clock.shifted(timedelta(days=31)):
        assert helper.get(W).status_code == 404
    with everything("a test"):
        row = Grant.objects.get(pk=grant.pk)
    assert row.ended_at is not None
    assert row.ended_by == str(world.helper.reference)
    act = AuditEntry.objects.get(action="end_mandate")
    assert act.actor == str(world.helper.reference)
    assert act.on_behalf_of == f"{world.organisation.reference} under grant:{grant.code}"
    assert "helped.end_mandate" in {each.key for each in owner.get(f"{W}helped/").context["acts"]}
    run_worker(once=True, scheduled=False)
    with everything("a test"):
        (told,) = Message.objects.filter(kind="mandate_ended")
    assert told.to == world.owner.phone
    assert "سعاد" in told.text


@pytest.mark.broad
def test_who_ended_it_herself_is_not_told_of_it(world: World) -> None:
    world.give("orders")
    with everything("a test"):
        code = Grant.objects.get().code
    owner, end = world.browser(world.owner), f"{W}mandates/{code}/"
    assert f'href="{end}"' in owner.get(f"{W}mandates/").content.decode()
    assert "سعاد" in owner.get(end).content.decode(), "it is asked first, with her name"
    with everything("a test"):
        assert Grant.objects.get().ended_at is None
    assert owner.post(end).status_code == 303
    run_worker(once=True, scheduled=False)
    with everything("a test"):
        assert not Message.objects.filter(kind="mandate_ended").exists()


class Phone:
    """What a helper did without network, sent as her phone sends it: by owner, mandate and a key of its own."""

    def __init__(self, world: World, grant: Grant) -> None:
        self.client, self.draft = world.browser(world.helper), uuid4()
        self.client.post(f"{W}organisation/", {"organisation": grant.code})
        page = self.client.get(f"{W}products/new/").content.decode()
        found = re.search(r'name="owner" content="(\w+)"', page)
        assert found is not None
        self.owner = found.group(1)
        self.headers = {"X-Workshop-Owner": self.owner, "X-Tadamun-Desk": grant.code}

    def act(self, world: World) -> Any:
        body = f"sku={variant_of(world.product).sku}&quantity=7"
        form, headers = "application/x-www-form-urlencoded", {**self.headers, "Idempotency-Key": "waited"}
        path = f"{W}products/{world.product.code}/quantity/"
        return self.client.generic("POST", path, body, form, headers=headers)

    def keep(self, price: int, edit: int) -> Any:
        said = {"content": {"price": price}, "step": 4, "writer": "phone", "edit": edit}
        path, form = f"{W}drafts/{self.draft}/", "application/json"
        return self.client.generic("POST", path, json.dumps(said), form, headers=self.headers)

    def send(self) -> Any:
        return self.client.generic("POST", f"{W}drafts/{self.draft}/sending/", headers=self.headers)


def kept_prices() -> list[int]:
    with everything("a test"):
        return [row.content["price"] for row in Draft.objects.all()]


@pytest.mark.broad
def test_what_waited_on_her_phone_stays_there_and_says_what_to_do(world: World) -> None:
    own = make_organisation(world.market, names={"ar": "ورشتها هي"})
    add_member(own, world.helper)
    grant = world.give("stock", "products")
    phone = Phone(world, grant)
    assert phone.keep(500, 1).status_code == 200
    assert world.browser(world.owner).post(f"{W}mandates/{grant.code}/").status_code == 303
    acts = AuditEntry.objects.count()
    name = world.organisation.name("ar")
    for late in (phone.act(world), phone.act(world), phone.keep(900, 2), phone.send()):
        assert late.status_code == 403, "it waits on the phone and is asked again"
        said = late.json()
        assert said["say"] == "joining.mandate_over"
        assert name in said["problem"]
        assert set(said) == {"say", "problem"}, "nothing of the shop is told"
    assert AuditEntry.objects.count() == acts
    assert kept_prices() == [500], "her draft is as it was, for the artisan to see"
    assert str(phone.draft) in world.browser(world.owner).get(f"{W}products/new/").content.decode()
    page = phone.client.get(W)
    assert page.status_code == 403
    assert page.headers["X-Offline"] == "none", "the pages of the shop leave the phone"
    text = page.content.decode()
    assert f'name="owner" content="{phone.owner}"' in text, "it counts what waits"
    assert "data-waiting" in text
    assert world.product.code not in text
    # A new mandate without the right: the act is refused, not repeated for ever.
    poorer = world.give("orders")
    refused = phone.act(world)
    assert refused.status_code == 422
    assert refused.json()["say"] == "joining.mandate_not"
    # And with it: what waited under the old one is done, once, under the new.
    richer = world.give("stock", "products")
    assert phone.act(world).status_code == phone.act(world).status_code == 200
    assert phone.keep(900, 2).status_code == 200
    assert kept_prices() == [900]
    act = AuditEntry.objects.get(action="set_quantity")
    assert act.on_behalf_of == f"{world.organisation.reference} under grant:{richer.code}"
    assert poorer.code != richer.code
    with everything("a test"):
        assert not Draft.objects.filter(organisation=own).exists()


@pytest.mark.broad
def test_a_mandate_given_anew_while_she_sat_there_needs_no_choosing(world: World) -> None:
    add_member(make_organisation(world.market), world.helper)
    old = world.give("orders")
    client = world.browser(world.helper)
    client.post(f"{W}organisation/", {"organisation": old.code})
    new = world.give("orders", "stock")
    assert client.get(W).context["desk"].grant == new
