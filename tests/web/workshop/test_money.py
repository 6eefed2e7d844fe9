"""Her money on her pages: where it goes, what was sent, month by month, whose part is whose."""

from datetime import timedelta
from io import BytesIO
from pathlib import PurePath

import pytest
from lxml import html as parsed
from pypdf import PdfReader

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Pin
from tadamun.people.accounts.operations import set_pin
from tadamun.people.sellers.models import Admission, Maker, Member
from tadamun.people.sellers.operations import add_maker, add_member
from tadamun.trade.checkout.jobs import note_cash_debts
from tadamun.trade.checkout.operations import deliver_order, refund_order
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import money_to_come
from tadamun.treasury.payouts.models import Destination, MemoEntry, Payout, ShareRule
from tadamun.treasury.payouts.operations import approve_batch, confirm_payout, name_shares, prepare_batch
from tadamun.treasury.payouts.shares import rules_in_force
from tadamun.web.workshop import earnings
from tadamun.web.workshop.access import Desk
from tests.factories import make_person
from tests.web.storefront.shopper import code_sent
from tests.web.workshop.conftest import MakeOrder, Seller, browser

pytestmark = pytest.mark.django_db
A = Account.Kind
HERE = "/en/workshop/money/"
RIB = "007780000123456789012396"
PIN = "274915"
NAMES = earnings.ShareNames("yours", "own", "mine", "makers", "fee", "margin", "back")
SAID = {"rail": "bank_file", "holder": "Atlas", "account": RIB, "pin": PIN}


@pytest.fixture(autouse=True)
def she_has_a_pin(seller: Seller) -> None:
    with clock.shifted(-timedelta(days=3)):
        set_pin(seller.person, PIN)


def mad(minor: int) -> Money:
    return Money(minor, "MAD")


def earn(seller: Seller, minor: int, currency: str = "MAD") -> None:
    ripe = Posting("ripe", A.BUYERS, A.PAYABLE, Money(minor, currency), credit_of=seller.organisation.pk)
    post(seller.market, key=f"test/{minor}/{currency}", subject="order:T1-1", postings=[ripe])


def paid(seller: Seller, minor: int) -> Payout:
    earn(seller, minor)
    with clock.shifted(-timedelta(days=2)):
        seller.browser.post(f"{HERE}destination/", SAID)
    preparer, approver = make_person(), make_person()
    batch = prepare_batch(seller.market, preparer, currency="MAD", rail="bank_file")
    approve_batch(batch, approver)
    with scope(market_id=seller.market.pk):
        payout = Payout.objects.select_related("batch__market").get(batch=batch)
    confirm_payout(payout, reference="VIR 77")
    return payout


@pytest.mark.broad
def test_she_says_where_her_money_goes(seller: Seller) -> None:
    assert "We do not know yet" in seller.browser.get(HERE).content.decode()
    assert seller.browser.post(f"{HERE}destination/", SAID).status_code == 303
    html = seller.browser.get(HERE).content.decode()
    assert "MA64 •••• 2396" in html
    assert RIB not in html


@pytest.mark.parametrize(
    "wrong",
    [{"account": RIB[:-1] + "5"}, {"account": "12"}, {"account": "<b>"}, {"rail": "manual"}, {"holder": ""}, {"account": ""}],
)  # fmt: skip
def test_a_wrong_number_is_answered_with_a_sentence(seller: Seller, wrong: dict[str, str]) -> None:
    page = seller.browser.post(f"{HERE}destination/", {**SAID, **wrong})
    assert page.status_code == 422
    assert Destination._base_manager.count() == 0


@pytest.mark.broad
def test_a_maker_sees_it_and_does_not_change_it(seller: Seller) -> None:
    maker = make_person()
    add_member(seller.organisation, maker, Member.Role.MAKER)
    hers = browser(seller.market, maker)
    assert "Only an owner or manager" in hers.get(f"{HERE}destination/").content.decode()
    assert hers.post(f"{HERE}destination/", SAID).status_code == 404
    assert hers.get(f"{HERE}shares/").status_code == 404


@pytest.mark.broad
def test_what_was_sent_is_explained_to_the_amount(seller: Seller, other: Seller) -> None:
    payout = paid(seller, 42_750)
    assert "427.50" in seller.browser.get(HERE).content.decode()
    html = seller.browser.get(f"{HERE}payouts/{payout.code}/").content.decode()
    assert "VIR 77" in html
    assert "T1-1" in html
    assert payout.code in seller.browser.get(f"{HERE}payouts/").content.decode()
    assert other.browser.get(f"{HERE}payouts/{payout.code}/").status_code == 404
    assert payout.code not in other.browser.get(f"{HERE}payouts/").content.decode()


@pytest.mark.broad
def test_a_sale_says_how_far_its_money_is(seller: Seller, make_order: MakeOrder) -> None:
    """Coming, then hers, then on its way, then received: never ready when it was paid out."""
    order = make_order()
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="amana", number="1")
    deliver_order(order)

    def said() -> str:
        with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
            admission = Admission.objects.select_related("organisation").get()
            desk = Desk(seller.person, seller.market, "en", admission, (admission,))
            return earnings.sales(desk, 1)[0][0].state

    assert said() == "coming"
    with clock.shifted(timedelta(days=8)):
        ripen()
        assert said() == "ready"
        with clock.shifted(-timedelta(days=2)):
            seller.browser.post(f"{HERE}destination/", SAID)
        preparer, approver = make_person(), make_person()
        batch = prepare_batch(seller.market, preparer, currency="MAD", rail="bank_file")
        assert said() == "sent"
        approve_batch(batch, approver)
        with scope(market_id=seller.market.pk):
            confirm_payout(Payout.objects.select_related("batch__market").get(batch=batch), reference="VIR 1")
        assert said() == "received"


@pytest.mark.broad
def test_a_month_is_shown_and_taken_along(seller: Seller, other: Seller) -> None:
    paid(seller, 42_750)
    html = seller.browser.get(f"{HERE}statement/").content.decode()
    assert "427.50" in html
    table = seller.browser.get(f"{HERE}statement.csv").content.decode()
    assert ",-427.50,0.00,MAD" in table
    assert "427" not in other.browser.get(f"{HERE}statement.csv").content.decode()
    for month in ("2019-13", "9999-12", "0001-01", "x"):
        assert seller.browser.get(f"{HERE}statement/?month={month}").status_code == 200


@pytest.mark.broad
def test_parts_of_makers_are_whole_percents_up_to_the_whole(seller: Seller) -> None:
    with scope(organisation_id=seller.organisation.pk):
        maker = Maker.objects.get()
    assert seller.browser.post(f"{HERE}shares/", {maker.code: "101", "pin": PIN}).status_code == 422
    assert seller.browser.post(f"{HERE}shares/", {maker.code: "x", "pin": PIN}).status_code == 422
    assert seller.browser.post(f"{HERE}shares/", {maker.code: "٦٠٪", "pin": PIN}).status_code == 303
    with scope(organisation_id=seller.organisation.pk):
        assert ShareRule.objects.get().basis_points == 6_000
    assert 'value="60"' in seller.browser.get(f"{HERE}shares/").content.decode()


@pytest.mark.broad
def test_each_part_of_a_price_is_in_one_place(seller: Seller, make_order: MakeOrder) -> None:
    """Two fifths go back to the buyer: the market's fee of them too."""
    order = make_order()
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="amana", number="1")
    deliver_order(order)
    refund_order(order, goods=Money(18_000, "MAD"), delivery=Money(0, "MAD"), reason="returned")
    with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
        admission = Admission.objects.select_related("organisation").get()
        desk = Desk(seller.person, seller.market, "en", admission, (admission,))
        sale = earnings.sales(desk, 1)[0][0]
        held = money_to_come(seller.organisation.pk).held
    assert [part[:2] for part in sale.shares(NAMES)] == [
        ("yours", mad(25_650)), ("fee", mad(1_350)), ("back", mad(18_000))
    ]  # fmt: skip
    assert sum(part[2] for part in sale.shares(NAMES)) == 100
    assert held == [sale.yours]


@pytest.mark.broad
def test_her_part_and_the_cooperative_s_stand_in_the_bar(seller: Seller, make_order: MakeOrder) -> None:
    with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
        own = Maker.objects.create(organisation=seller.organisation, names={"en": "I"}, person=seller.person)
        other = Maker.objects.create(organisation=seller.organisation, names={"en": "Khadija"})
        name_shares(seller.organisation, {own: 5_000, other: 2_000}, by=seller.person)
    order = make_order()
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="amana", number="1")
    deliver_order(order)
    with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
        admission = Admission.objects.select_related("organisation").get()
        desk = Desk(seller.person, seller.market, "en", admission, (admission,))
        sale = earnings.sales(desk, 1)[0][0]
    assert [part[:2] for part in sale.shares(NAMES)] == [
        ("own", mad(12_825)), ("mine", mad(21_375)), ("makers", mad(8_550)), ("fee", mad(2_250))
    ]  # fmt: skip
    assert sum(part[2] for part in sale.shares(NAMES)) == 100
    shown = seller.browser.get(HERE).content.decode()
    assert "For the cooperative" in shown and "For you, as maker" in shown and "Khadija" not in shown


@pytest.mark.broad
def test_what_a_merchant_keeps_is_called_its_margin(seller: Seller, make_order: MakeOrder) -> None:
    with everything("a test's own admission"):
        Admission.objects.update(sells_as=Admission.SellsAs.MERCHANT)
    order = make_order()
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="amana", number="1")
    deliver_order(order)
    shown = seller.browser.get(HERE).content.decode()
    assert "Market’s margin" in shown and "Market’s fee" not in shown


@pytest.mark.broad
@pytest.mark.parametrize(
    ("language", "title", "amount"),
    [("fr", "Relevé de compte", "427,50"), ("en", "Statement of account", "427.50")],
)
def test_a_month_on_paper(seller: Seller, language: str, title: str, amount: str) -> None:
    paid(seller, 42_750)
    answer = seller.browser.get(f"/{language}/workshop/money/statement.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    plain = "".join(letter for letter in text if letter.isprintable())
    assert title in plain
    assert amount in plain
    assert "T1-1" in plain


@pytest.mark.broad
def test_a_month_on_paper_in_arabic(seller: Seller, other: Seller) -> None:
    paid(seller, 42_750)
    answer = seller.browser.get("/ar/workshop/money/statement.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "427,50" in text
    theirs = other.browser.get("/ar/workshop/money/statement.pdf")
    assert "427,50" not in PdfReader(BytesIO(theirs.content)).pages[0].extract_text()


@pytest.mark.broad
def test_she_is_told_before_and_when_nobody_pays_her_at_the_door(seller: Seller) -> None:
    keep = Posting("fee", A.PAYABLE, A.FEES, Money(50_100, "MAD"), debit_of=seller.organisation.pk)
    post(seller.market, key="test/fee", subject="order:T1-1", postings=[keep])
    assert "at the door" not in seller.browser.get(HERE).content.decode()
    note_cash_debts()
    page = seller.browser.get(HERE).content.decode()
    assert "MAD\xa0501" in page and "MAD\xa0500" in page
    assert "buyers cannot pay you at the door any more" in page
    with scope(market_id=seller.market.pk):
        Admission.objects.update(owes_since=clock.now() - timedelta(days=15))
    page = seller.browser.get(HERE).content.decode()
    assert "Until it is" in page


@pytest.mark.broad
def test_she_is_told_of_each_currency_she_is_owed_in(seller: Seller, other: Seller) -> None:
    """Dirhams and shekels stand apart: sums, month, table, paper, and where each of them goes."""
    earn(seller, 42_750)
    earn(other, 11_100, "JOD")
    assert "Which money?" not in seller.browser.get(f"{HERE}destination/").content.decode()
    earn(seller, 9_120, "ILS")
    page = seller.browser.get(f"{HERE}statement/").content.decode()
    for words in ("Moroccan Dirham", "Israeli New Shekel", "427.50", "91.20"):
        assert words in page
    assert "111" not in page and "11.1" not in page
    table = seller.browser.get(f"{HERE}statement.csv").content.decode()
    assert ",427.50,427.50,MAD" in table
    assert ",91.20,91.20,ILS" in table
    paper = PdfReader(BytesIO(seller.browser.get("/fr/workshop/money/statement.pdf").content))
    text = "".join(each.extract_text() for each in paper.pages)
    assert "427,50" in text
    assert "91,20" in text
    assert seller.browser.post(f"{HERE}destination/", SAID).status_code == 422, "which money is not said"
    assert seller.browser.post(f"{HERE}destination/", {**SAID, "currency": "JOD"}).status_code == 422
    shekels = {"currency": "ILS", "rail": "cash_list", "holder": "Amina", "pin": PIN}
    assert seller.browser.post(f"{HERE}destination/", shekels).status_code == 303
    with scope(market_id=seller.market.pk):
        assert [(row.currency, row.holder) for row in Destination.objects.all()] == [("ILS", "Amina")]
    money = seller.browser.get(HERE).content.decode()
    assert "Amina" in money
    assert money.count("We do not know yet") == 1, "where the dirhams go"


def test_a_statement_is_read_aloud_line_by_line(seller: Seller) -> None:
    earn(seller, 42_750)
    page = parsed.fromstring(seller.browser.get("/ar/workshop/money/statement/").content)
    (all_of_it,) = page.xpath("//button[@data-play]")
    lines = page.xpath(f"//*[@id='{all_of_it.get('data-play')}']//*[@data-line]")
    spoken = [
        [PurePath(url).stem for url in (line.xpath(".//@data-audio") or [""])[0].split()] for line in lines
    ]
    assert spoken[0][0] == "money.opening" and spoken[-1][0] == "money.closing"
    assert spoken[1] == [
        "entry.ripe", "number.400", "number.and", "number.7", "number.and", "number.20", "unit.mad.many", "number.and",
        "number.50", "unit.centime.many",
    ]  # fmt: skip
    assert not page.xpath("//audio[@autoplay]")


@pytest.mark.broad
def test_a_maker_hears_her_own_part(seller: Seller, other: Seller) -> None:
    with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
        maker = Maker.objects.create(organisation=seller.organisation, names={"en": "Khadija"})
        MemoEntry.objects.create(
            key="a", market=seller.market, organisation=seller.organisation,
            maker=maker, subject="order:T1-1", amount_minor=3_000,
            currency="MAD",
        )  # fmt: skip
    said = seller.browser.get(f"{HERE}makers/{maker.code}/").content.decode()
    assert "T1-1" in said and "money.month" in said and 'data-play="statement"' in said
    assert "Nothing moved" in seller.browser.get(f"{HERE}makers/{maker.code}/?month=2020-01").content.decode()
    assert other.browser.get(f"{HERE}makers/{maker.code}/").status_code == 404


@pytest.mark.broad
def test_money_goes_elsewhere_only_with_her_pin(seller: Seller) -> None:
    """The page that asks carries what she sent; a wrong PIN, a thousand of them, or one a day too young writes nothing."""
    said = {name: value for name, value in SAID.items() if name != "pin"}
    page = seller.browser.post(f"{HERE}destination/", said)
    assert page.status_code == 200
    kept = {
        field.get("name"): field.get("value")
        for field in parsed.fromstring(page.content).xpath("//input[@type='hidden']")
    }
    assert said.items() <= kept.items()
    with clock.shifted(-timedelta(days=4)):
        assert "Not today" in seller.browser.post(f"{HERE}destination/", SAID).content.decode()
    answers = [
        seller.browser.post(f"{HERE}destination/", {**SAID, "pin": "999991"}).status_code for _ in range(6)
    ]
    assert answers == [422] * 4 + [403] * 2
    assert seller.browser.post(f"{HERE}destination/", SAID).status_code == 403
    assert not Destination._base_manager.exists()
    Pin.objects.all().delete()
    assert 'name="code"' in seller.browser.post(f"{HERE}destination/", said).content.decode()
    code = code_sent(seller.market)
    assert seller.browser.post(f"{HERE}destination/", {**said, "code": code}).status_code == 303
    assert Destination._base_manager.count() == 1


@pytest.mark.broad
def test_the_parts_of_many_makers_are_named_a_page_at_a_time(seller: Seller) -> None:
    """Who is on another page keeps hers, and so does whose part was left as it is: also one that is no whole percent."""
    with scope(organisation_id=seller.organisation.pk):
        first = Maker.objects.get()
    others = [add_maker(seller.organisation, names={"en": f"Maker {number}"}) for number in range(31)]
    name_shares(seller.organisation, {first: 1_285, others[-1]: 6_000})
    html = seller.browser.get(f"{HERE}shares/").content.decode()
    assert html.count('inputmode="numeric"') == 30
    assert "60%" in html
    said = {first.code: "12", others[0].code: "27", others[1].code: "0", "pin": PIN}
    assert seller.browser.post(f"{HERE}shares/", said).status_code == 303
    with scope(organisation_id=seller.organisation.pk):
        now = rules_in_force(seller.organisation.pk, clock.today())
    assert now == {first.pk: 1_285, others[0].pk: 2_700, others[-1].pk: 6_000}
    above = {others[-1].code: "61", "pin": PIN}
    assert seller.browser.post(f"{HERE}shares/?page=2", above).status_code == 422
