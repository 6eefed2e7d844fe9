"""Which paper is issued when, by whom, under which number."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations import set_sells_as
from tadamun.trade.checkout.operations import cancel_order, confirm_purchase, deliver_order, settle_payment
from tadamun.trade.checkout.operations.erasing import erase_old_purchases
from tadamun.trade.papers.jobs import invoice_commissions
from tadamun.trade.papers.models import Paper
from tadamun.trade.papers.operations import NotOver, issue_commissions, issue_invoice, issue_receipt
from tadamun.trade.papers.queries import verify_papers
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.operations import note_begun
from tadamun.treasury.payments.providers.base import Start
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of
from tests.trade.checkout.test_paying import make_contract
from tests.trade.papers.selling import REGISTERS, give_back, papers, sell, ship

pytestmark = pytest.mark.django_db
K = Paper.Kind
ISSUING = 16  # the first of a series, which begins it


@pytest.fixture
def market() -> Market:
    return make_market()


def test_nothing_is_invoiced_before_it_is_delivered(market: Market) -> None:
    product = make_product(make_organisation(market))
    purchase = make_purchase(market, [product])
    confirm_purchase(purchase)
    assert papers(market) == []


@pytest.mark.broad
def test_a_delivery_has_one_invoice_by_its_seller(market: Market) -> None:
    order = sell(market)
    (paper,) = papers(market)
    assert (paper.kind, paper.issuer, paper.number) == (K.INVOICE, order.organisation, 1)
    assert paper.total == order.total
    assert issue_invoice(order) == paper
    said = paper.content
    assert said["issuer"]["registers"] == {"ice": "001561191000066", "tax_id": "1234567", "rc": "4521"}
    assert said["buyer"]["name"] == "مريم العلوي"
    assert [(line["what"], line["sum_minor"], line["tax_minor"]) for line in said["lines"]] == [
        ("goods", 45000, 7500), ("delivery", 2500, 417),
    ]  # fmt: skip
    assert said["vat"] == [
        {"vat": "standard", "rate_bp": 2000, "ground": "", "net_minor": 39583, "tax_minor": 7917}
    ]


@pytest.mark.broad
def test_numbers_of_an_issuer_and_kind_have_no_gap(market: Market) -> None:
    other, seller = make_organisation(market), make_organisation(market)
    orders = [sell(market, organisation=one) for one in (seller, other, seller)]
    give_back(orders[0], 100)
    give_back(orders[2], 100)
    found = [(paper.issuer, paper.kind, paper.number) for paper in papers(market)]
    assert found == [
        (seller, K.INVOICE, 1), (other, K.INVOICE, 1), (seller, K.INVOICE, 2), (seller, K.CREDIT_NOTE, 1),
        (seller, K.CREDIT_NOTE, 2),
    ]  # fmt: skip
    assert list(verify_papers()) == []


@pytest.mark.broad
def test_a_number_is_not_spent_on_what_was_undone(market: Market) -> None:
    seller = make_organisation(market)
    with transaction.atomic():
        sell(market, organisation=seller)
        transaction.set_rollback(True)
    sell(market, organisation=seller)
    assert [paper.number for paper in papers(market)] == [1]


@pytest.mark.broad
def test_a_paper_is_never_changed(market: Market) -> None:
    sell(market)
    (paper,) = papers(market)
    for change in (
        lambda: Paper.objects.filter(pk=paper.pk).update(number=7),
        lambda: Paper.objects.filter(pk=paper.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), scope(market_id=market.pk):
            change()


@pytest.mark.broad
def test_erasing_the_buyer_leaves_her_invoice(market: Market) -> None:
    order = sell(market)
    with clock.shifted(datetime(2031, 1, 1, tzinfo=UTC) - datetime.now(UTC)):
        assert erase_old_purchases() == 1
    order = orders_of(order.purchase)[0]
    (paper,) = papers(market)
    assert order.purchase.full_name == ""
    assert paper.content["buyer"]["name"] == "مريم العلوي"
    assert "+212612345678" not in str(paper.content)


@pytest.mark.broad
@pytest.mark.parametrize(
    ("seller", "craft", "vat", "tax"),
    [
        ({"kind": "company"}, "pottery", "standard", 7917),
        ({"kind": "company"}, "carpet-azilal", "carpets", 0),
        ({"kind": "cooperative", "registers": {}}, "pottery", "cooperative", 0),
        ({"kind": "artisan", "registers": {}}, "carpets", "small_producer", 0),
        ({"kind": "artisan", "registers": {"vat": "auto_entrepreneur"}}, "pottery", "auto_entrepreneur", 0),
        ({"kind": "artisan", "registers": {"vat": "liable"}}, "pottery", "standard", 7917),
        ({"kind": "association", "region": "PS-JEM", "registers": {}}, "pottery", "foreign", 0),
    ],
)
def test_vat_by_seller_and_craft(
    market: Market, seller: dict[str, object], craft: str, vat: str, tax: int
) -> None:
    sell(market, seller=seller, craft=craft)
    (paper,) = papers(market)
    assert [(row["vat"], row["tax_minor"]) for row in paper.content["vat"]] == [(vat, tax)]
    assert bool(paper.content["vat"][0]["ground"]) == (tax == 0)


@pytest.mark.broad
def test_refunds_have_credit_notes_that_sum_to_the_invoice(market: Market) -> None:
    order = sell(market)
    give_back(order, 10000)
    give_back(order, 35000, 2500)
    invoice, first, second = papers(market)
    assert (first.corrects, second.corrects) == (invoice, invoice)
    assert (first.total_minor, second.total_minor) == (10000, 37500)
    taxes = [sum(line["tax_minor"] for line in paper.content["lines"]) for paper in (first, second)]
    assert taxes == [1667, 6250]
    assert sum(taxes) == sum(line["tax_minor"] for line in invoice.content["lines"])


def test_an_order_stays_what_it_was_placed_as(market: Market) -> None:
    seller = make_organisation(market)
    purchase = make_purchase(market, [make_product(seller)])
    with scope(market_id=market.pk):
        admission = Admission.objects.select_related("organisation", "market").get(organisation=seller)
    set_sells_as(admission, "merchant", reason="from now on")
    assert orders_of(purchase)[0].sold_as == "agent"


@pytest.mark.broad
def test_money_that_came_has_a_receipt_by_who_received_it(market: Market) -> None:
    brought, carried = sell(market, carrier="self"), sell(market)
    run_worker(once=True, scheduled=False)
    hers, ours = papers(market, kind=K.RECEIPT)
    assert (hers.issuer, ours.issuer) == (brought.organisation, None)
    assert (hers.total, ours.total) == (brought.total, carried.total)
    assert issue_receipt(carried) == ours


def test_no_receipt_for_what_nobody_paid(market: Market) -> None:
    purchase = make_purchase(market, [make_product(make_organisation(market))])
    assert issue_receipt(orders_of(purchase)[0]) is None


@pytest.mark.broad
def test_stamp_duty_is_named_on_cash_where_the_market_says_so() -> None:
    market = make_market(policies={"stamp_duty_bp": 25})
    sell(market)
    (paper,) = papers(market)
    assert paper.content["stamp"] == {"rate_bp": 25, "minor": 119}


class TestCommissions:
    @pytest.fixture(autouse=True)
    def november(self):
        with clock.shifted(datetime(2026, 11, 10, 12, tzinfo=UTC) - datetime.now(UTC)):
            yield

    def later(self, year: int, month: int):
        return clock.shifted(datetime(year, month, 3, 12, tzinfo=UTC) - clock.now())

    @pytest.mark.broad
    def test_each_seller_has_one_a_month(self, market: Market) -> None:
        seller = make_organisation(market, kind="cooperative", registers=REGISTERS)
        first = sell(market, organisation=seller)
        sell(market, organisation=seller, price=10000)
        sell(market)
        give_back(first, 22500)
        with pytest.raises(NotOver):
            issue_commissions(market, date(2026, 11, 1))
        with self.later(2026, 12):
            assert issue_commissions(market, date(2026, 11, 1)) == 2
            assert issue_commissions(market, date(2026, 11, 1)) == 0
            invoice_commissions()
        mine, _other = papers(market, kind=K.COMMISSION)
        assert (mine.issuer, mine.organisation, mine.number) == (None, seller, 1)
        # 22.50 and 5.00 kept, 9.37 and tax of 1.87 given back, each rounded by itself; the tax within: 3.75 + 0.83 − 1.87
        assert (mine.total_minor, mine.content["lines"][0]["tax_minor"]) == (1626, 271)
        assert (mine.content["sales"], mine.content["kept_minor"], mine.content["back_minor"]) == (
            2,
            2750,
            1124,
        )
        assert mine.content["issuer"]["registers"]["ice"] == "001561191000066"

    @pytest.mark.broad
    def test_a_month_of_refunds_is_a_credit_note(self, market: Market) -> None:
        order = sell(market)
        with self.later(2026, 12):
            issue_commissions(market, date(2026, 11, 1))
            give_back(order, 45000)
        with self.later(2027, 1):
            assert issue_commissions(market, date(2026, 12, 1)) == 1
            assert issue_commissions(market, date(2026, 12, 1)) == 0
        (commission,) = papers(market, kind=K.COMMISSION)
        (note,) = papers(market, kind=K.CREDIT_NOTE, issuer=None)
        assert (note.corrects, note.total_minor) == (commission, commission.total_minor)


@pytest.mark.broad
@pytest.mark.parametrize("lines", [1, 8])
def test_an_invoice_costs_the_same_for_any_number_of_lines(
    market: Market, lines: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seller = make_organisation(market)
    purchase = make_purchase(market, [make_product(seller, price=1000) for _ in range(lines)])
    confirm_purchase(purchase)
    order = ship(orders_of(purchase)[0])
    with django_assert_max_num_queries(ISSUING):
        issue_invoice(order)


@pytest.mark.broad
def test_a_refund_before_delivery_is_corrected_as_the_invoice_is_written(market: Market) -> None:
    """Paid by card, a part given back while it was still made, then delivered."""
    contract = make_contract(market)
    purchase = make_purchase(market, [make_product(make_organisation(market))], method=contract.method)
    with scope(market_id=market.pk):
        payment = Payment.objects.select_related("market", "contract").get()
    note_begun(payment, Start())
    settle_payment(payment, key="t", reference="T")
    order = orders_of(purchase)[0]
    give_back(order, 5000)
    assert papers(market) == []
    deliver_order(ship(order))
    invoice, note = papers(market)
    assert (invoice.total_minor, note.total_minor) == (47500, 5000)
    assert invoice.content["payment"] == {"mode": "est", "reference": payment.code}


@pytest.mark.broad
def test_what_never_arrived_is_neither_invoiced_nor_credited(market: Market) -> None:
    contract = make_contract(market)
    purchase = make_purchase(market, [make_product(make_organisation(market))], method=contract.method)
    with scope(market_id=market.pk):
        payment = Payment.objects.select_related("market", "contract").get()
    note_begun(payment, Start())
    settle_payment(payment, key="t", reference="T")
    cancel_order(orders_of(purchase)[0], reason="other")
    run_worker(once=True, scheduled=False)
    assert [paper.kind for paper in papers(market)] == [K.RECEIPT]
