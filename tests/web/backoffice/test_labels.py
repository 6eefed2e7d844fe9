"""A label: number, year and paper from the seller's page to the office's answer; a list of numbers, one given twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.kinds import RULES, BadAnswer
from tadamun.people.sellers.models import Requirement, Submission
from tests.factories import make_market, make_person
from tests.people.papers import picture
from tests.people.recordings.sounds import recorded

pytestmark = pytest.mark.django_db
HOME = "/ar/workshop/application/"
ASKED = "/ar/office/settings/requirements/"


def browser(person: Person) -> Client:
    client = Client(SERVER_NAME="souk.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    client.force_login(person)
    return client


@pytest.fixture
def market() -> Market:
    return make_market()


@pytest.fixture
def office(market: Market) -> Client:
    person = make_person()
    appoint(market, person, "operator")
    return browser(person)


def asked(office: Client, **more: str) -> Requirement:
    said = {"kind": "label", "label": "moroccan-craft", "required": "on", "position": "1", **more}
    assert office.post(ASKED, said).status_code == 303
    with everything("a test"):
        return Requirement.objects.get()


def applicant(name: str = "ورشة مريم") -> Client:
    client = browser(make_person())
    client.post(HOME, {"for": "me"})
    for question, value in (("kind", "artisan"), ("name", name), ("region", "MA-03"), ("craft", "pottery")):
        assert client.post(f"{HOME}{question}/", {question: value}).status_code == 303
    return client


def given() -> list[Submission]:
    with everything("a test"):
        rows = Submission.objects.select_related("organisation", "document").order_by("pk")
        return list(rows)


@pytest.mark.broad
def test_she_gives_it_and_the_office_says_why_not_and_then_yes(market: Market, office: Client) -> None:
    label, artisan = asked(office, expires="on"), applicant()
    path = f"{HOME}papers/{label.code}/"
    assert f"{HOME}papers/{label.code}/" in artisan.get(HOME).content.decode()
    assert artisan.get(path).status_code == 200
    this_year = clock.today().year
    wrong: list[tuple[dict[str, object], str]] = [
        ({"value": "", "year": "2023"}, "value"), ({"value": "١٢؟", "year": "2023"}, "value"),
        ({"value": "AT 1234", "year": str(this_year + 1)}, "year"), ({"value": "AT 1234", "year": "²"}, "year"),
        ({"value": "AT 1234", "year": "2023"}, "file"),
        ({"value": "AT 1234", "year": "2023", "file": SimpleUploadedFile("a.pdf", b"<html>")}, "file"),
    ]  # fmt: skip
    for said, field in wrong:
        response = artisan.post(path, said)
        assert response.status_code == 422, said
        assert list(response.context["form"].errors) == [field]
    assert not given()
    artisan.post(f"{HOME}sending/")
    assert artisan.post(path, {"value": "at  ١٢٣٤", "year": "2023", "file": picture()}).status_code == 303
    (row,) = given()
    assert (row.value, row.state) == ("AT 1234/2023", "pending")
    assert row.document is not None
    assert artisan.post(f"{HOME}sending/").status_code == 303
    base = f"/ar/office/sellers/{row.organisation.code}/"
    assert "AT 1234/2023" in office.get(f"{base}papers/").content.decode()
    assert office.get(f"{base}documents/{row.document.code}/").status_code == 200
    assert office.post(f"{base}decisions/admission/").status_code == 409
    judged = f"{base}papers/{label.code}/"
    assert office.post(judged, {f"{label.code}-state": "rejected"}).status_code == 422
    why = {
        f"{label.code}-state": "rejected",
        f"{label.code}-note": "السنة لا تظهر",
        f"{label.code}-voice": spoken(),
    }
    assert office.post(judged, why).status_code == 303
    page = artisan.get(path).content.decode()
    assert "السنة لا تظهر" in page
    assert "<audio" in page
    # A number written anew stands beside the paper she gave before.
    assert artisan.post(path, {"value": "AT 1235", "year": "2023"}).status_code == 303
    assert given()[0].document == row.document
    soon = clock.today().replace(year=this_year + 1, day=1).isoformat()
    yes = {f"{label.code}-state": "accepted", f"{label.code}-expires_on": soon}
    assert office.post(judged, yes).status_code == 303
    assert office.post(f"{base}decisions/admission/").status_code == 303
    assert artisan.post(path, {"value": "AT 9", "year": "2023", "file": picture()}).status_code == 404


def spoken() -> SimpleUploadedFile:
    return SimpleUploadedFile("why.ogg", recorded("ogg", "libopus"))


@pytest.mark.broad
def test_a_number_on_the_list_needs_no_paper_and_one_given_twice_needs_a_person(
    market: Market, office: Client
) -> None:
    assert office.post(ASKED, {"kind": "label", "label": "x", "numbers": "؟؟"}).status_code == 422
    label = asked(office, trusted="on", numbers="at 7\r\n\r\nAT  8\nAT 7")
    assert label.config["numbers"] == ["AT 7", "AT 8"]
    edited = office.get(f"{ASKED}{label.code}/").context["form"]
    assert edited["numbers"].value() == "AT 7\nAT 8"
    path = f"{HOME}papers/{label.code}/"
    first, second, third = applicant("ورشة مريم"), applicant("ورشة سعيد"), applicant("ورشة هند")
    assert first.post(path, {"value": "AT7", "year": "2020"}).status_code == 422
    assert first.post(path, {"value": "at 7", "year": "2020"}).status_code == 303
    assert second.post(path, {"value": "AT 7", "year": "2021"}).status_code == 303
    assert third.post(path, {"value": "AT 99", "year": "2021", "file": picture()}).status_code == 303
    hers, his, other = given()
    assert [row.state for row in given()] == ["accepted", "pending", "pending"]
    for client in (first, second, third):
        client.post(f"{HOME}sending/")

    def paper(row: Submission) -> object:
        return office.get(f"/ar/office/sellers/{row.organisation.code}/papers/").context["papers"][0][0].label

    assert (paper(his).listed, paper(his).others) == (True, [hers.organisation])  # type: ignore[attr-defined]
    assert (paper(other).listed, paper(other).others) == (False, [])  # type: ignore[attr-defined]
    page = office.get(f"/ar/office/sellers/{his.organisation.code}/papers/").content.decode()
    assert "ورشة مريم" in page


@pytest.mark.broad
def test_a_helper_gives_it_for_her(market: Market, office: Client) -> None:
    label, helper = asked(office), browser(make_person())
    helper.post(HOME, {"for": "another"})
    for question, value in (("kind", "artisan"), ("name", "ورشة"), ("region", "MA-03"), ("craft", "pottery")):
        helper.post(f"{HOME}{question}/", {question: value})
    helper.post(f"{HOME}phone/", {"phone": "0611223355"})
    said = {"value": "AT 5", "year": "2019", "file": picture()}
    assert helper.post(f"{HOME}papers/{label.code}/", said).status_code == 303
    assert [row.value for row in given()] == ["AT 5/2019"]


@pytest.mark.parametrize(
    ("said", "kept"), [("mh 0107 / ٢٠٢٣", "MH 0107/2023"), ("A1/00000195020", "year"), ("A1/23", "year")]
)
def test_a_number_and_the_four_digits_of_a_year(said: str, kept: str) -> None:
    check = RULES[Requirement.Kind.LABEL].check
    assert check is not None
    try:
        assert check(said, {}) == kept
    except BadAnswer as error:
        assert error.code == kept
