"""Admissions, the directory, organisations and their people."""

import re
from typing import Any

import pytest
from django.test import Client

from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import CrossScope, everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import draw_fee_plan
from tadamun.people.sellers.models import Admission, Maker, Member, Organisation
from tadamun.people.sellers.operations import add_maker, add_member, choose_fee_plan
from tests.factories import make_organisation, make_person, make_product
from tests.web.backoffice.conftest import words_of

OFFICE = "/en/office/"
NEW = {
    "kind": "cooperative", "region": "MA-03", "crafts": ["textile-wool"], "phone": "", "email": "", "currency": "MAD",
    "founded": "",
    "names_ar": "تعاونية النور", "names_fr": "Coopérative Nour", "register_ice": "001561191000066",
    "member_phone": "٠٦٦١٢٣٤٥٦٧", "member_name": "زهرة",
}  # fmt: skip


def admission(organisation: Organisation) -> Admission:
    with everything("a test's own seller"):
        return Admission.objects.get(organisation=organisation)


def decide(browser: Client, organisation: Organisation, name: str, reason: str = "") -> Any:
    return browser.post(f"{OFFICE}sellers/{organisation.code}/decisions/{name}/", {f"{name}-reason": reason})


@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
@pytest.mark.parametrize(("path", "questions"), [("admissions/", 9), ("sellers/", 8)])
def test_lists_ask_as_much_whatever_their_length(
    operator: Client, market: Market, rows: int, path: str, questions: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_organisation(market)
    with django_assert_num_queries(questions):
        page = operator.get(OFFICE + path)
    assert page.content.count(b"<tr>") == rows + 1


@pytest.mark.broad
def test_found_by_name_in_any_language_and_by_phone(operator: Client, market: Market) -> None:
    organisation = make_organisation(
        market, names={"ar": "تعاونية أركان", "fr": "Coopérative Argane"}, phone="+212522334455"
    )
    make_organisation(market)
    for said in ("أركان", "argane", "0522334455", organisation.code.lower()):
        page = operator.get(OFFICE + "sellers/", {"q": said})
        assert page.content.count(b"<tr>") == 2, said


def test_registered_by_hand_with_its_first_person(operator: Client, market: Market) -> None:
    answer = operator.post(OFFICE + "admissions/new/", NEW)
    assert answer.status_code == 303, words_of(answer)
    with everything("a test's own seller"):
        made = Organisation.objects.get()
        assert made.names == {"ar": "تعاونية النور", "fr": "Coopérative Nour"}
        assert made.registers == {"ice": "001561191000066"}
        assert Member.objects.get().person.phone == "+212661234567"
    assert admission(made).status == "applied"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"names_ar": "", "names_fr": ""}, "names_ar"), ({"region": "XX"}, "region"), ({"member_phone": "12"}, "member_phone"),
     ({"email": "no"}, "email"), ({"founded": "5"}, "founded"), ({"crafts": ["nonsense"]}, "crafts"), ({"kind": "x"}, "kind")],
)  # fmt: skip
def test_a_bad_registration_writes_nothing_and_keeps_what_was_typed(
    operator: Client, change: dict[str, Any], field: str
) -> None:
    answer = operator.post(OFFICE + "admissions/new/", {**NEW, **change})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'href="#id_{field}' in html
    assert "زهرة" in html
    with everything("a test's own seller"):
        assert not Organisation.objects.exists()


@pytest.mark.broad
def test_admitted_suspended_and_admitted_again(operator: Client, market: Market) -> None:
    organisation = make_organisation(market, admitted=False)
    assert decide(operator, organisation, "admission").status_code == 303
    assert admission(organisation).status == "admitted"
    assert decide(operator, organisation, "suspension").status_code == 422
    assert decide(operator, organisation, "suspension", "papers expired").status_code == 303
    assert "papers expired" in words_of(operator.get(f"{OFFICE}sellers/{organisation.code}/"))
    assert decide(operator, organisation, "admission").status_code == 303
    assert admission(organisation).status == "admitted"


@pytest.mark.broad
def test_refused_with_a_reason(operator: Client, market: Market) -> None:
    organisation = make_organisation(market, admitted=False)
    assert decide(operator, organisation, "refusal", " ").status_code == 422
    assert decide(operator, organisation, "refusal", "not handmade").status_code == 303
    assert admission(organisation).reason == "not handmade"
    assert decide(operator, organisation, "suspension", "x").status_code == 409
    assert decide(operator, organisation, "marriage", "x").status_code == 404


@pytest.mark.broad
def test_a_fee_plan_of_its_own(
    operator: Client, market: Market, other_market: Market, organisation: Organisation
) -> None:
    path = f"{OFFICE}sellers/{organisation.code}/fee/"
    plan = draw_fee_plan(market, {"en": "Beginners"}, 250)
    assert operator.post(path, {"fee-plan": plan.code, "fee-reason": "first year"}).status_code == 303
    assert admission(organisation).fee_plan == plan
    assert "Beginners · 2.5%" in words_of(operator.get(f"{OFFICE}sellers/{organisation.code}/"))
    entry = AuditEntry.objects.get(action="choose_fee_plan")
    assert (entry.reason, entry.changes) == ("first year", {"before": None, "after": plan.code})
    theirs = draw_fee_plan(other_market, {"en": "Theirs"}, 0)
    for code, reason in ((theirs.code, "x"), ("nothing", "x"), (plan.code, "")):
        assert operator.post(path, {"fee-plan": code, "fee-reason": reason}).status_code == 422, code
    with pytest.raises(CrossScope):
        choose_fee_plan(admission(organisation), theirs, reason="x")
    assert operator.post(path, {"fee-plan": "", "fee-reason": "over"}).status_code == 303
    assert admission(organisation).fee_plan is None


def test_names_and_stories_change_in_three_languages(operator: Client, organisation: Organisation) -> None:
    said = {key: value for key, value in NEW.items() if not key.startswith("member")} | {
        "stories_en": "Eleven women."
    }
    assert operator.post(f"{OFFICE}sellers/{organisation.code}/details/", said).status_code == 303
    with everything("a test's own seller"):
        changed = Organisation.objects.get(pk=organisation.pk)
    assert changed.stories == {"en": "Eleven women."}
    assert changed.names["fr"] == "Coopérative Nour"


@pytest.mark.broad
def test_people_come_and_go(operator: Client, organisation: Organisation) -> None:
    home = f"{OFFICE}sellers/{organisation.code}/"
    assert (
        operator.post(
            home + "members/", {"member-phone": "0661000001", "member-name": "نجاة", "member-role": "owner"}
        ).status_code
        == 303
    )
    assert "نجاة" in words_of(operator.get(home))
    assert operator.post(home + "members/1/removal/", {"phone": "+212600000000"}).status_code == 404
    assert operator.post(home + "members/7/removal/", {"phone": "+212661000001"}).status_code == 404
    assert operator.post(home + "members/1/removal/", {"phone": "+212661000001"}).status_code == 303
    with everything("a test's own seller"):
        assert not Member.objects.exists()
    assert (
        operator.post(home + "members/", {"member-phone": "0661000001", "member-role": "queen"}).status_code
        == 422
    )
    assert Person.objects.filter(phone="+212661000001").count() == 1


@pytest.mark.broad
def test_a_maker_with_what_she_agreed_to(operator: Client, organisation: Organisation) -> None:
    home = f"{OFFICE}sellers/{organisation.code}/"
    said = {"maker-names_ar": "عائشة", "maker-consents": ["name", "photo"], "maker-since": "1998"}
    assert operator.post(home + "makers/", said).status_code == 303
    with everything("a test's own seller"):
        maker = Maker.objects.get(since=1998)
    assert maker.photo_consent_at
    assert not maker.voice_consent_at
    given = maker.name_consent_at
    assert (
        operator.post(f"{home}makers/{maker.code}/", {f"maker-{maker.code}-consents": ["name"]}).status_code
        == 303
    )
    with everything("a test's own seller"):
        maker.refresh_from_db()
    assert maker.name_consent_at == given
    assert maker.photo_consent_at is None
    assert operator.post(home + "makers/", {"maker-consents": ["name"]}).status_code == 422


def test_the_page_counts_its_products(operator: Client, organisation: Organisation, market: Market) -> None:
    make_product(organisation)
    assert "Approved 1" in words_of(operator.get(f"{OFFICE}sellers/{organisation.code}/"))


@pytest.mark.broad
def test_a_reviewer_looks_and_does_not_decide(reviewer: Client, organisation: Organisation) -> None:
    page = reviewer.get(f"{OFFICE}sellers/{organisation.code}/")
    assert b"decisions/" not in page.content
    assert decide(reviewer, organisation, "suspension", "x").status_code == 404
    assert admission(organisation).status == "admitted"


@pytest.mark.parametrize(
    ("rows", "queries"),
    [(1, 15), pytest.param(29, 15, marks=pytest.mark.broad), pytest.param(40, 19, marks=pytest.mark.broad)],
)  # one of which a process keeps, outside a test; two more of each list that has pages
def test_a_seller_asks_as_much_whatever_her_people(
    operator: Client, organisation: Organisation, rows: int, queries: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        add_member(organisation, make_person())
        add_maker(organisation, names={"ar": f"صانعة {number}"})
        make_product(organisation)
    with django_assert_num_queries(queries):
        assert operator.get(f"{OFFICE}sellers/{organisation.code}/").status_code == 200


@pytest.mark.broad
def test_many_people_come_in_pages(operator: Client, organisation: Organisation) -> None:
    home = f"{OFFICE}sellers/{organisation.code}/"
    for number in range(31):
        member = add_member(organisation, make_person())
        maker = add_maker(organisation, names={"en": f"Maker {number}"})
    for address, members, makers in ((home, 30, 30), (f"{home}?members=2&makers=2", 1, 2)):
        html = operator.get(address).content.decode()
        shown = [
            len(re.findall(f'"{home}{rows}"', html)) for rows in (r"members/\d+/removal/", "makers/[^/]+/")
        ]
        assert shown == [members, makers]
    answer = operator.post(f"{home}members/31/removal/", {"phone": member.person.phone})
    assert answer.headers["Location"] == f"{home}?members=2#members"
    answer = operator.post(f"{home}makers/{maker.code}/", {f"maker-{maker.code}-consents": ["name"]})
    assert answer.headers["Location"] == f"{home}?makers=2#makers"
