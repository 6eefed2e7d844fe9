"""Asking to sell: one question a screen, papers, what was decided, an objection; each step kept and taken up again."""

import pytest
from django.test import Client

from tadamun.kernel.context import acting
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import set_region
from tadamun.people.sellers.models import Admission, Application, Document, Organisation, Submission
from tadamun.people.sellers.operations import admit_seller, refuse_seller, suspend_seller
from tadamun.people.sellers.operations.requirements import judge_paper, set_requirement
from tadamun.web.shared.owners import mark_of
from tests.factories import make_market, make_person
from tests.people.papers import pdf, picture

pytestmark = pytest.mark.django_db
HOME = "/ar/workshop/application/"


def browser(person: Person, host: str = "souk") -> Client:
    client = Client(SERVER_NAME=f"{host}.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    client.force_login(person)
    return client


def answers(client: Client, **changes: str) -> None:
    said = {"kind": "artisan", "name": "ورشة مريم", "region": "MA-03", "craft": "textile-wool", **changes}
    for name, value in said.items():
        response = client.post(f"{HOME}{name}/", {name: value})
        assert response.status_code == 303, (name, response.content.decode()[:2000])


@pytest.fixture
def market() -> Market:
    return make_market()


def admission_of(person: Person) -> Admission:
    with everything("a test"):
        return Admission.objects.select_related("organisation", "market").get(
            organisation__members__person=person
        )


@pytest.mark.broad
def test_whoever_asks_for_papers_says_why_and_where_her_rights_stand(market: Market) -> None:
    card = set_requirement(market, kind="card")
    client = browser(make_person())
    paths = [HOME]
    pages = [client.get(HOME).content.decode()]
    client.post(HOME, {"for": "me"})
    for name, value in {
        "kind": "artisan",
        "name": "ورشة مريم",
        "region": "MA-03",
        "craft": "textile-wool",
    }.items():
        paths.append(f"{HOME}{name}/")
        pages.append(client.get(paths[-1]).content.decode())
        assert client.post(paths[-1], {name: value}).status_code == 303
    paths.append(f"{HOME}papers/{card.code}/")
    pages.append(client.get(paths[-1]).content.decode())
    for path, page in zip(paths, pages, strict=True):
        main = page.partition("<main")[2].partition("</main>")[0]
        assert 'href="/ar/pages/privacy/"' in main, path
    assert client.get("/ar/pages/privacy/").status_code == 200


@pytest.mark.broad
def test_from_the_first_question_to_the_answer(market: Market) -> None:
    terms = set_requirement(market, kind="terms")
    card = set_requirement(market, kind="card", position=1)
    paper = set_requirement(market, kind="document", position=2)
    person = make_person()
    client = browser(person)
    assert client.get(HOME).status_code == 200
    assert client.post(HOME, {"for": "me"}).status_code == 303
    assert client.get(HOME).headers["Location"] == f"{HOME}kind/"
    answers(client)
    page = client.get(HOME).content.decode()
    assert "ورشة مريم" in page
    assert f"{HOME}papers/{card.code}/" in page
    # It binds when it is sent: nothing is, and nobody of the market sees her yet.
    client.post(f"{HOME}sending/")
    with scope(market_id=market.pk):
        assert not Admission.objects.exists()
    assert client.post(f"{HOME}papers/{card.code}/", {"value": "؟!"}).status_code == 422
    assert client.post(f"{HOME}papers/{card.code}/", {"value": "ab 12345"}).status_code == 303
    assert client.post(f"{HOME}papers/{terms.code}/", {"value": "0"}).status_code == 422
    assert client.post(f"{HOME}papers/{terms.code}/", {"value": "1"}).status_code == 303
    assert client.post(f"{HOME}papers/{paper.code}/", {"file": picture("x.exe")}).status_code == 303
    assert client.post(f"{HOME}sending/").status_code == 303
    admission = admission_of(person)
    assert admission.status == "applied"
    with everything("a test"):
        states = dict(Submission.objects.values_list("requirement__kind", "state"))
        document = Document.objects.get()
    assert states == {"terms": "accepted", "card": "pending", "document": "pending"}
    own = client.get(f"{HOME}documents/{document.code}/")
    assert own["Content-Type"] == "image/jpeg"
    assert "no-store" in own["Cache-Control"]
    stranger = browser(make_person())
    assert stranger.get(f"{HOME}documents/{document.code}/").status_code == 404
    assert stranger.get(f"{HOME}papers/{card.code}/").status_code == 404


@pytest.mark.broad
def test_one_open_application_however_often_she_asks(market: Market) -> None:
    person = make_person()
    for _ in range(3):
        browser(person).post(HOME, {"for": "me"})
    with scope(market_id=market.pk):
        assert Application.objects.filter(person=person).count() == 1
    client = browser(person)
    answers(client)
    client.post(f"{HOME}sending/")
    client.post(f"{HOME}sending/")
    with everything("a test"):
        assert Organisation.objects.count() == 1
        assert Admission.objects.count() == 1


@pytest.mark.broad
def test_a_helper_fills_it_for_her_but_says_yes_to_nothing(market: Market) -> None:
    terms = set_requirement(market, kind="terms")
    rib = set_requirement(market, kind="rib", position=1)
    helper, taken = make_person(), make_person()
    client = browser(helper)
    client.post(HOME, {"for": "another"})
    answers(client)
    assert client.post(f"{HOME}phone/", {"phone": helper.phone}).status_code == 422
    assert client.post(f"{HOME}phone/", {"phone": "0611223344"}).status_code == 303
    for each in (terms, rib):
        assert client.post(f"{HOME}papers/{each.code}/", {"value": "1"}).status_code == 404
    assert client.post(f"{HOME}sending/").status_code == 303
    hers = Person.objects.get(phone="+212611223344")
    assert admission_of(hers).status == "applied"
    assert "ورشة مريم" in browser(hers).get(HOME).content.decode()
    assert "ورشة مريم" not in browser(taken).get(HOME).content.decode()


@pytest.mark.parametrize("file", [pdf(b"/JavaScript"), b"%PDF-1.4 cut", b"GIF89a", b"<html>", b""])
def test_a_nasty_file_is_refused_with_a_sentence(market: Market, file: bytes) -> None:
    paper = set_requirement(market, kind="document")
    person = make_person()
    client = browser(person)
    client.post(HOME, {"for": "me"})
    answers(client)
    response = client.post(f"{HOME}papers/{paper.code}/", {"file": picture("a.pdf", file)})
    assert response.status_code == 422
    with everything("a test"):
        assert not Document.objects.exists()


@pytest.mark.broad
def test_she_hears_why_and_objects_once(market: Market) -> None:
    person = make_person()
    client = browser(person)
    client.post(HOME, {"for": "me"})
    answers(client)
    client.post(f"{HOME}sending/")
    with acting(actor=make_person().reference):
        refuse_seller(admission_of(person), reason="الصورة غير واضحة")
    assert "الصورة غير واضحة" in client.get(HOME).content.decode()
    assert client.post(f"{HOME}objection/", {"words": " "}).status_code == 422
    assert client.post(f"{HOME}objection/", {"words": "هذه صورتي"}).status_code == 303
    client.post(f"{HOME}objection/", {"words": "مرة أخرى"})
    page = client.get(HOME).content.decode()
    assert "هذه صورتي" in page
    assert "مرة أخرى" not in page
    client.post(HOME, {"for": "again"})
    client.post(f"{HOME}sending/")
    assert admission_of(person).status == "applied"


@pytest.mark.broad
def test_a_region_that_is_not_open_is_said_plainly_and_the_application_is_kept(market: Market) -> None:
    set_region(market, "MA-03", "soon")
    person = make_person()
    client = browser(person)
    client.post(HOME, {"for": "me"})
    answers(client)
    assert client.get(HOME).context["not_open"]
    client.post(f"{HOME}sending/")
    assert admission_of(person).status == "applied"


@pytest.mark.broad
def test_a_paper_sent_back_is_answered_again(market: Market) -> None:
    card = set_requirement(market, kind="card")
    person = make_person()
    client = browser(person)
    client.post(HOME, {"for": "me"})
    answers(client)
    client.post(f"{HOME}papers/{card.code}/", {"value": "AB12345"})
    client.post(f"{HOME}sending/")
    admission = admission_of(person)
    judge_paper(admission.organisation, card, state="rejected", note="رقم ناقص")
    assert "رقم ناقص" in client.get(HOME).content.decode()
    assert client.post(f"{HOME}papers/{card.code}/", {"value": "AB123456"}).status_code == 303
    judge_paper(admission.organisation, card, state="accepted")
    assert client.post(f"{HOME}papers/{card.code}/", {"value": "ZZ999999"}).status_code == 404
    admit_seller(admission)
    suspend_seller(admission, reason="عنوان خاطئ")
    assert "عنوان خاطئ" in client.get(HOME).content.decode()


def test_what_she_answers_is_kept_on_her_phone_but_nothing_of_money(market: Market) -> None:
    """Each page has the sentence for a network that is gone, and her own mark; a bank account is kept by no phone."""
    shot, rib = (set_requirement(market, kind=kind, position=at) for at, kind in enumerate(("photo", "rib")))
    person = make_person()
    client = browser(person)
    begin = client.get(HOME).content.decode()
    client.post(HOME, {"for": "me"})
    question = client.get(f"{HOME}name/").content.decode()
    answers(client)
    paper, account = (
        client.get(f"{HOME}papers/{each.code}/").content.decode() for each in (shot, rib)
    )  # fmt: skip
    for page in (begin, question, paper, account):
        assert f'<meta name="keeps" content="{mark_of(market, person)}">' in page
        assert "data-offline" in page and "keeping." in page and "sending." in page
    for page in (question, paper, account):
        assert "اختياري" not in page.partition("<main")[2], "what a page asks for is no choice"
    assert " data-keep" in question and " data-keep" in paper and " data-keep" not in account
    assert " data-forget" in client.get(HOME).content.decode()
