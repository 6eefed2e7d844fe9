"""Who may save which paper, at the three doors."""

import io
from dataclasses import replace

import pytest
from django.test import Client
from pypdf import PdfReader

from tadamun.kernel.jobs import run_worker
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.trade.papers.models import Paper
from tests.factories import (
    BUYER,
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.trade.papers.selling import REGISTERS, give_back, papers, sell
from tests.web.backoffice.conftest import browser, in_team, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.broad]
K = Paper.Kind


@pytest.fixture
def market() -> Market:
    return make_market()


def seller_browser(market: Market, organisation: Organisation) -> Client:
    person = make_person()
    add_member(organisation, person)
    return browser(market, person)


class TestBuyer:
    def test_she_saves_her_invoice_and_credit_note_in_her_language(self, market: Market) -> None:
        order = sell(market)
        give_back(order, 10000)
        run_worker(once=True, scheduled=False)
        she, home = browser(market), f"/fr/orders/{order.purchase.secret}/"
        page = she.get(home).content.decode()
        for paper in papers(market):
            assert f'href="{home}papers/{paper.code}.pdf"' in page
            answer = she.get(f"{home}papers/{paper.code}.pdf")
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
            assert answer.content.startswith(b"%PDF-")
            assert {word.strip() for word in answer["Cache-Control"].split(",")} == {"private", "no-store"}
            assert answer["Content-Disposition"] == f'attachment; filename="{paper.name}.pdf"'
        assert len(papers(market)) == 3

    def test_her_name_and_address_are_whole_only_when_she_signed_in(self, market: Market) -> None:
        """Whoever has the link sees the page; a file must not tell him more than the page does."""
        order = sell(market)
        (paper,) = papers(market)
        address = f"/ar/orders/{order.purchase.secret}/papers/{paper.code}.pdf"
        she = browser(market, make_person(order.purchase.phone))
        for reader, whole in ((browser(market), False), (browser(market, make_person()), False), (she, True)):
            text = PdfReader(io.BytesIO(reader.get(address).content)).pages[0].extract_text()
            assert "مريم" in text
            assert ("العلوي" in text, "الزيتون" in text) == (whole, whole)

    def test_the_number_of_her_company_is_hers_too(self, market: Market) -> None:
        order = sell(market, buyer=replace(BUYER, company="Riad Atlas", ice="000000001000070"))
        (paper,) = papers(market)
        address = f"/fr/orders/{order.purchase.secret}/papers/{paper.code}.pdf"
        for reader, whole in ((browser(market), False), (browser(market, make_person(BUYER.phone)), True)):
            text = PdfReader(io.BytesIO(reader.get(address).content)).pages[0].extract_text()
            assert ("000000001000070" in text, "العلوي" in text) == (whole, whole)

    def test_nothing_of_another_purchase(self, market: Market) -> None:
        mine, hers = sell(market), sell(market)
        (paper,) = papers(market, order=str(hers.reference))
        she = browser(market)
        assert she.get(f"/fr/orders/{mine.purchase.secret}/papers/{paper.code}.pdf").status_code == 404
        assert she.get(f"/fr/orders/{mine.purchase.secret}/papers/{paper.code}.xml").status_code == 404
        assert she.get(f"/fr/orders/no-secret/papers/{paper.code}.pdf").status_code == 404
        assert paper.code not in she.get(f"/fr/orders/{mine.purchase.secret}/").content.decode()

    def test_nothing_by_the_host_of_another_market(self, market: Market) -> None:
        order, other = sell(market), make_market("autre")
        (paper,) = papers(market)
        address = f"/fr/orders/{order.purchase.secret}/papers/{paper.code}.pdf"
        assert browser(other).get(address).status_code == 404

    def test_an_order_under_way_has_no_paper(self, market: Market) -> None:
        purchase = make_purchase(market, [make_product(make_organisation(market))])
        assert "papers/" not in browser(market).get(f"/ar/orders/{purchase.secret}/").content.decode()


class TestSeller:
    def test_she_finds_her_own_and_nobody_elses(self, market: Market) -> None:
        mine, other = make_organisation(market), make_organisation(market)
        order = sell(market, organisation=mine)
        sell(market, organisation=other)
        run_worker(once=True, scheduled=False)
        me = seller_browser(market, mine)
        own, theirs = papers(market, kind=K.INVOICE)
        assert own.code in me.get(f"/ar/workshop/orders/{order.code}/").content.decode()
        page = me.get("/ar/workshop/papers/").content.decode()
        assert own.name in page
        assert theirs.name not in page
        assert me.get(f"/ar/workshop/papers/{own.code}.pdf").content.startswith(b"%PDF-")
        assert me.get(f"/ar/workshop/papers/{theirs.code}.pdf").status_code == 404
        (receipt, _other) = papers(market, kind=K.RECEIPT)
        assert me.get(f"/ar/workshop/papers/{receipt.code}.pdf").status_code == 404  # the market's own

    def test_a_stranger_is_sent_to_sign_in(self, market: Market) -> None:
        sell(market)
        (paper,) = papers(market)
        assert browser(market).get(f"/ar/workshop/papers/{paper.code}.pdf").status_code == 303


class TestOffice:
    def test_it_lists_and_saves_both_files(self, market: Market) -> None:
        order = sell(market)
        run_worker(once=True, scheduled=False)
        invoice, receipt = papers(market)
        office = in_team(market, "operator")
        listed = words_of(office.get("/fr/office/papers/"))
        assert invoice.name in listed
        assert receipt.name in listed
        assert receipt.name not in words_of(office.get("/fr/office/papers/?kind=invoice"))
        assert invoice.name not in words_of(office.get("/fr/office/papers/?q=R-"))
        assert invoice.code in office.get(f"/fr/office/orders/{order.code}/").content.decode()
        assert office.get(f"/fr/office/papers/{invoice.code}.pdf").content.startswith(b"%PDF-")
        xml = office.get(f"/fr/office/papers/{invoice.code}.xml")
        assert (xml.status_code, xml["Content-Type"]) == (200, "application/xml")
        assert office.get(f"/fr/office/papers/{receipt.code}.xml").status_code == 404
        assert office.get("/fr/office/papers/NOPAPER.pdf").status_code == 404

    def test_not_for_reviewers_nor_other_markets(self, market: Market) -> None:
        sell(market)
        (paper,) = papers(market)
        other = make_market("autre")
        for somebody in (in_team(market, "reviewer"), in_team(other, "operator")):
            assert somebody.get(f"/fr/office/papers/{paper.code}.pdf").status_code == 404

    def test_agent_or_merchant_is_chosen_with_a_reason(self, market: Market) -> None:
        seller = make_organisation(market, registers=REGISTERS)
        person = make_person()
        appoint(market, person, "operator")
        office, address = browser(market, person), f"/fr/office/sellers/{seller.code}/sales/"
        assert office.post(address, {"sales-sells_as": "merchant"}).status_code == 422
        assert office.post(address, {"sales-sells_as": "thief", "sales-reason": "x"}).status_code == 422
        said = {"sales-sells_as": "merchant", "sales-reason": "foire de Meknès"}
        assert office.post(address, said).status_code == 303
        order = sell(market, organisation=seller)
        assert orders_of(order.purchase)[0].sold_as == "merchant"
        invoice, bought = papers(market)
        assert (invoice.issuer, bought.issuer) == (None, seller)
        hers = seller_browser(market, seller)
        assert hers.get(f"/ar/workshop/papers/{invoice.code}.pdf").status_code == 404
        assert hers.get(f"/ar/workshop/papers/{bought.code}.pdf").content.startswith(b"%PDF-")
        for page in ("/ar/workshop/papers/", f"/ar/workshop/orders/{order.code}/"):
            assert bought.code in hers.get(page).content.decode()
        assert bought.name in words_of(office.get("/fr/office/papers/?kind=purchase"))
        assert office.get(f"/fr/office/papers/{bought.code}.xml").status_code == 200
        buyer = browser(market, make_person(order.purchase.phone))
        assert buyer.get(f"/ar/orders/{order.purchase.secret}/papers/{bought.code}.pdf").status_code == 404

    def test_what_she_is_for_the_tax_is_written_down(self, market: Market) -> None:
        seller = make_organisation(market, kind="artisan")
        office = in_team(market, "operator")
        address = f"/fr/office/sellers/{seller.code}/details/"
        form = office.get(address).context["form"]
        said = {key: value for key, value in form.initial.items() if value is not None}
        answer = office.post(address, {**said, "vat": "auto_entrepreneur", "register_tp": "12345678"})
        assert answer.status_code == 303, answer.context["form"].errors
        sell(market, organisation=seller)
        (invoice,) = papers(market)
        assert invoice.content["vat"][0]["ground"] == "auto_entrepreneur"
        assert invoice.content["issuer"]["registers"]["tp"] == "12345678"
