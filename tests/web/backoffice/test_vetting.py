"""The office: what is asked, papers, decisions with a day, objections, mandates on paper; each market sees its own."""

from datetime import timedelta

import pytest
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint, set_region
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Admission, Appeal, Document, Grant, Member, Requirement, Submission
from tadamun.people.sellers.operations import add_member, appeal, apply_to_market, register_organisation
from tadamun.people.sellers.operations.requirements import answer_requirement, set_requirement
from tadamun.people.sellers.queries import last_decision, seats_of
from tests.factories import make_market, make_organisation, make_person
from tests.people.papers import jpeg, pdf, picture

pytestmark = pytest.mark.django_db


def operator(market: Market) -> Client:
    person = make_person(name="فريق")
    appoint(market, person, "operator")
    client = Client(SERVER_NAME=f"{market.slug}.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    client.force_login(person)
    return client


@pytest.fixture
def market() -> Market:
    return make_market()


def applicant(market: Market) -> tuple[Admission, Person]:
    organisation = register_organisation(kind="artisan", names={"ar": "ورشة"}, region="MA-03")
    person = make_person()
    add_member(organisation, person)
    return apply_to_market(organisation, market), person


def again(admission: Admission) -> Admission:
    with everything("a test"):
        return Admission.objects.select_related("organisation", "market").get(pk=admission.pk)


@pytest.mark.broad
def test_who_sees_a_bank_account_in_full_is_in_the_log(market: Market) -> None:
    with scope(market_id=market.pk):
        rib = set_requirement(market, kind="rib", required=True)
    admission, _ = applicant(market)
    office, address = operator(market), f"/ar/office/sellers/{admission.organisation.code}/papers/"
    readings = AuditEntry.objects.filter(
        action="read_bank_account", subject=str(admission.organisation.reference)
    )
    assert office.get(address).status_code == 200 and not readings.exists()
    answer_requirement(admission.organisation, rib, value="007 780 0001234567890123 96")
    assert "007780000123456789012396" in office.get(address).content.decode()
    assert [entry.market_id for entry in readings] == [market.pk]


@pytest.mark.broad
def test_the_operator_asks_and_judges_and_admits(market: Market) -> None:
    office = operator(market)
    asked = office.post(
        "/ar/office/settings/requirements/", {"kind": "products", "required": "on", "position": "1"}
    )
    assert asked.status_code == 422
    for said in ({"kind": "rib"}, {"kind": "visit"}, {"kind": "document", "expires": "on"}):
        response = office.post(
            "/ar/office/settings/requirements/", {"required": "on", "position": "1", **said}
        )
        assert response.status_code == 303, response.content.decode()
    with everything("a test"):
        rib, visit, paper = Requirement.objects.order_by("pk")
    admission, _ = applicant(market)
    organisation = admission.organisation
    base = f"/ar/office/sellers/{organisation.code}/"
    assert office.post(f"{base}decisions/admission/").status_code == 409
    answer_requirement(organisation, rib, value="007 780 0001234567890123 96")
    answer_requirement(organisation, paper, file=pdf())
    with everything("a test"):
        kept = Submission.objects.get(requirement=rib)
        document = Document.objects.get()
    assert "0001234567890123" not in kept.value + kept.sealed
    page = office.get(f"{base}papers/").content.decode()
    assert "007780000123456789012396" in page
    sent = office.get(f"{base}documents/{document.code}/")
    assert sent["Content-Disposition"].startswith("attachment")
    assert office.post(f"{base}papers/{rib.code}/", {f"{rib.code}-state": "rejected"}).status_code == 422
    assert office.post(f"{base}papers/{rib.code}/", {f"{rib.code}-state": "accepted"}).status_code == 303
    soon = (clock.today() + timedelta(days=20)).isoformat()
    for code, more in ((visit.code, {}), (paper.code, {f"{paper.code}-expires_on": soon})):
        assert office.post(f"{base}papers/{code}/", {f"{code}-state": "accepted", **more}).status_code == 303
    assert office.post(f"{base}decisions/admission/").status_code == 303
    assert again(admission).status == "admitted"
    directory = office.get("/ar/office/sellers/").context
    assert [row.organisation for row, _title, _ended in directory["expiring"]] == [organisation]
    with clock.shifted(timedelta(days=30)):
        shown = office.get(f"{base}papers/").context["papers"]
        assert [each.point.state for each, _form in shown] == ["accepted", "accepted", "expired"]


def test_another_market_sees_neither_application_nor_papers(market: Market) -> None:
    other = operator(make_market("autre"))
    paper = set_requirement(market, kind="document")
    admission, _ = applicant(market)
    answer_requirement(admission.organisation, paper, file=jpeg())
    with everything("a test"):
        code = Document.objects.get().code
    base = f"/ar/office/sellers/{admission.organisation.code}/"
    for rest in ("", "papers/", f"documents/{code}/", "mandates/"):
        assert other.get(base + rest).status_code == 404
    assert other.get(f"/ar/office/settings/requirements/{paper.code}/").status_code == 404
    # She asks there too: her papers for the first market stay with the first.
    apply_to_market(admission.organisation, market=Market.objects.get(slug="autre"))
    assert other.get(f"{base}documents/{code}/").status_code == 404
    assert other.post(f"{base}papers/{paper.code}/", {f"{paper.code}-state": "accepted"}).status_code == 404


def test_a_suspension_from_a_day_on_leaves_the_shop_open_until_then(market: Market) -> None:
    from tadamun.people.sellers.jobs import suspensions_in_effect

    office, (admission, _person) = operator(market), applicant(market)
    base = f"/ar/office/sellers/{admission.organisation.code}/decisions/"
    office.post(f"{base}admission/")
    day = (clock.today() + timedelta(days=5)).isoformat()
    said = {"suspension-reason": "لا تجيب", "suspension-from_day": day}
    assert office.post(f"{base}suspension/", said).status_code == 303
    assert again(admission).status == "admitted"
    suspensions_in_effect.call()
    assert again(admission).status == "admitted"
    with clock.shifted(timedelta(days=6)):
        suspensions_in_effect.call()
        suspensions_in_effect.call()
    assert again(admission).status == "suspended"
    assert office.post(f"{base}lifting/", {"lifting-reason": "أجابت"}).status_code == 303
    assert again(admission).status == "admitted"


@pytest.mark.broad
def test_who_decided_does_not_answer_the_objection(market: Market) -> None:
    first, second, (admission, _person) = operator(market), operator(market), applicant(market)
    base = f"/ar/office/sellers/{admission.organisation.code}/"
    first.post(f"{base}decisions/refusal/", {"refusal-reason": "ناقص"})
    with scope(market_id=market.pk):
        decision = last_decision(again(admission))
    assert decision is not None
    appeal(decision, words="هذا غير صحيح")
    assert admission.organisation.code in first.get("/ar/office/admissions/").content.decode()
    said = {"objection-grant": "yes", "objection-reason": "هي على حق"}
    assert first.post(f"{base}objection/", said).status_code == 409
    assert again(admission).status == "refused"
    assert second.post(f"{base}objection/", said).status_code == 303
    assert again(admission).status == "admitted"
    assert second.post(f"{base}objection/", said).status_code == 404
    with everything("a test"):
        assert Appeal.objects.get().state == "granted"


@pytest.mark.broad
def test_a_region_is_opened_for_a_cohort(market: Market) -> None:
    set_region(market, "MA-03", "soon")
    office, (admission, _person) = operator(market), applicant(market)
    base = f"/ar/office/sellers/{admission.organisation.code}/"
    assert office.post(f"{base}decisions/admission/").status_code == 409
    office.post(f"{base}cohort/", {"cohort-cohort": "pilot-1"})
    assert office.post(f"{base}decisions/admission/").status_code == 409
    opened = {"cohort-region": "MA-03", "cohort-cohort": "pilot-1"}
    assert office.post("/ar/office/settings/requirements/cohorts/", opened).status_code == 303
    assert office.post(f"{base}decisions/admission/").status_code == 303


@pytest.mark.broad
def test_a_mandate_on_paper_keeps_the_paper_and_ends_within_a_year(market: Market) -> None:
    office, (admission, person) = operator(market), applicant(market)
    base = f"/ar/office/sellers/{admission.organisation.code}/mandates/"
    today = clock.today()
    said = {
        "phone": "0655667788",
        "name": "سعاد",
        "rights": ["orders"],
        "until": str(today + timedelta(days=90)),
    }
    assert office.post(base, said).status_code == 422
    assert (
        office.post(base, {**said, "until": str(today + timedelta(days=500)), "paper": picture()}).status_code
        == 422
    )
    assert office.post(base, {**said, "phone": person.phone, "paper": picture()}).status_code == 422
    assert office.post(base, {**said, "paper": picture()}).status_code == 303
    with everything("a test"):
        grant = Grant.objects.select_related("document").get()
    assert grant.given == "paper"
    assert grant.document is not None
    assert (
        office.get(
            f"/ar/office/sellers/{admission.organisation.code}/documents/{grant.document.code}/"
        ).status_code
        == 200
    )
    assert office.post(f"{base}{grant.code}/ending/").status_code == 303
    with everything("a test"):
        assert Grant.objects.get().ended_at is not None


@pytest.mark.broad
def test_a_cooperative_is_given_a_mandate_and_those_responsible_in_it_act(market: Market) -> None:
    office, (admission, owner) = operator(market), applicant(market)
    base = f"/ar/office/sellers/{admission.organisation.code}/mandates/"
    helping = make_organisation(market, names={"ar": "تعاونية النور", "fr": "Coopérative Nour"})
    artisan = make_organisation(market, kind="artisan", names={"ar": "ورشة أخرى"})
    make_organisation(make_market("autre"), names={"ar": "تعاونية بعيدة"})
    responsible, maker = make_person(), make_person()
    add_member(helping, responsible)
    add_member(helping, maker, Member.Role.MAKER)
    until = str(clock.today() + timedelta(days=60))
    said = {"to": "organisation", "rights": ["orders"], "until": until}
    for name in ("", "تعاونية بعيدة", artisan.code, "لا أحد"):
        response = office.post(base, {**said, "helpers": name, "paper": picture()})
        assert response.status_code == 422, name
        assert list(response.context["form"].errors) == ["helpers"]
    assert office.post(base, {**said, "helpers": helping.code.lower(), "paper": picture()}).status_code == 303
    assert office.post(base, {**said, "helpers": "coopérative NOUR", "paper": picture()}).status_code == 303
    with everything("a test"):
        grant = Grant.objects.get(ended_at=None)
        assert (grant.helpers, grant.helper, grant.rights) == (helping, None, ["orders"])
        assert [seat.grant for seat in seats_of(responsible, market) if seat.grant] == [grant]
        assert not [seat for seat in seats_of(maker, market) if seat.grant]
    assert "تعاونية النور" in office.get(base).content.decode()
    run_worker(once=True, scheduled=False)
    with everything("a test"):
        told = Message.objects.filter(kind="mandate_given", to=owner.phone)
        assert "تعاونية النور" in told.latest("pk").text
    # The seller's own cooperative is no helper of hers.
    own = f"/ar/office/sellers/{helping.code}/mandates/"
    response = office.post(own, {**said, "helpers": helping.code, "paper": picture()})
    assert list(response.context["form"].errors) == ["helpers"]
