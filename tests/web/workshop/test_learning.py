"""Learning (W7): lessons step by step, practice with a frame, certificates of one's own, the code at the door."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client

from tadamun.goods.catalogue.operations import send_back_product
from tadamun.goods.stock.sending import TooManyPieces, _below_ceiling
from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.door_codes import door_code
from tadamun.solidarity.training.models import (
    Attendance,
    Certificate,
    Course,
    Learner,
    Lesson,
    Progress,
    Skill,
    TrainingSession,
)
from tadamun.solidarity.training.operations import (
    agree_to_name,
    enter_training,
    open_step,
    plan_session,
    record_step,
    revoke_certificate,
    set_right,
    sign_off,
    sync_courses,
)
from tadamun.solidarity.training.shipped import plans, steps_of
from tadamun.ui.spoken.speech import FILES
from tests.factories import make_person
from tests.standing import standing
from tests.web.workshop.conftest import Seller, browser

pytestmark = pytest.mark.django_db
LEARN = "/ar/workshop/learn/"
BAR = 'class="practice-bar"'


@standing
def taught(market: Market) -> bool:
    return bool(sync_courses())


@pytest.fixture
def learner(taught: bool, seller: Seller) -> Learner:
    return enter_training(seller.market, seller.person)


@pytest.fixture
def certificate(learner: Learner) -> Certificate:
    with scope(market_id=learner.market_id):
        sign_off([learner], Skill.objects.get(slug="e_payment"), by=make_person())
        return Certificate.objects.get(learner=learner)


@pytest.mark.broad
def test_lessons_are_walked_step_by_step(taught: bool, seller: Seller, django_assert_max_num_queries) -> None:
    page = seller.browser.get(LEARN).content.decode()
    assert f"{LEARN}platform/" in page and "/lessons/phone-check.svg" in page
    with django_assert_max_num_queries(25):
        assert "استعمال المنصة" in seller.browser.get(LEARN).content.decode()
    for number in range(1, 7):
        answer = seller.browser.get(f"{LEARN}platform/sign-in/{number}/")
        assert answer.status_code == 200
    assert seller.browser.get(f"{LEARN}platform/sign-in/7/").status_code == 404
    with scope(market_id=seller.market.pk):
        assert Progress.objects.get().done_at
    assert seller.browser.get("/lessons/phone-check.svg").headers["Content-Type"] == "image/svg+xml"
    for wrong in ("nothing", "phone-nothing"):
        assert seller.browser.get(f"/lessons/{wrong}.svg").status_code == 404


@pytest.mark.broad
def test_a_course_is_kept_and_packed(taught: bool, seller: Seller) -> None:
    listed = json.loads(seller.browser.get(f"{LEARN}photo/files.json").content)
    assert len(listed["urls"]) == len(set(listed["urls"]))
    voices = []
    for url in listed["urls"]:
        if url.endswith(".mp3"):
            voices.append(Path(url).name)
            continue
        answer = seller.browser.get(url, headers={"X-Tadamun-Keep": "1"})
        assert answer.status_code == 200, url
        assert url.endswith(".svg") or answer.headers["X-Offline"], url
    assert voices and all((FILES / "ar" / name).exists() for name in voices)
    with scope(market_id=seller.market.pk):
        assert not Progress.objects.exists()
    seller.browser.post(f"{LEARN}photo/keeping/", {"kept": "1"})
    assert "على هذا الهاتف" in seller.browser.get(LEARN).content.decode() or "On this phone" in (
        seller.browser.get("/en/workshop/learn/").content.decode()
    )
    answer = seller.browser.get(f"{LEARN}photo/package.zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        names = packed.namelist()
        assert "photo-ar/index.html" in names and "photo-ar/light.html" in names
        assert {Path(name).name for name in names if name.endswith(".mp3")} == set(voices)
        for name in names:
            if name.endswith(".mp3"):
                continue
            text = packed.read(name).decode()
            assert "http" not in text.replace("http://www.w3.org/2000/svg", ""), name
            assert not name.endswith(".html") or 'dir="rtl"' in text


@pytest.mark.parametrize("language", ["ar", "ary"])
def test_a_lesson_is_heard_in_her_language_or_not_at_all(taught: bool, seller: Seller, language: str) -> None:
    Person.objects.filter(pk=seller.person.pk).update(spoken_language=language)
    page = seller.browser.get(
        f"/fr/workshop/{LEARN.removeprefix('/ar/workshop/')}photo/light/1/"
    ).content.decode()
    step = next(plan for plan in plans() if plan.slug == "photo").content["lessons"][0]
    key = steps_of(step)[0]["key"]
    assert (f"spoken/ar/lesson.{key}.mp3" in page) is (language == "ar")
    assert "spoken/fr/" not in page


@pytest.mark.broad
def test_what_cannot_be_shown_yet_says_so(taught: bool, seller: Seller) -> None:
    answer = seller.browser.post("/en/workshop/learn/packing/checking/", {"skill": "packing"}, follow=True)
    assert "Not yet." in answer.content.decode()
    answer = seller.browser.post("/en/workshop/learn/price/checking/", {"skill": "price"}, follow=True)
    assert "A trainer looks at this with you" in answer.content.decode()
    assert seller.browser.post(f"{LEARN}price/checking/", {"skill": "other"}).status_code == 404


@pytest.mark.broad
def test_practice_has_a_frame_and_other_rows(taught: bool, seller: Seller, other: Seller, rug) -> None:
    client = seller.browser
    assert BAR not in client.get("/en/workshop/products/").content.decode()
    assert client.post(f"{LEARN}practice/entering/").status_code == 303
    page = client.get("/en/workshop/products/").content.decode()
    assert 'class="workshop practice"' in page and BAR in page
    assert rug.code not in page
    assert client.get(f"/en/workshop/products/{rug.code}/").status_code == 404
    for name in ("review", "order", "carrier", "days", "nothing"):
        assert client.post(f"/en/workshop/learn/practice/{name}/").status_code == 303
    assert BAR in client.get("/en/workshop/learn/").content.decode()
    assert client.post(f"{LEARN}practice/beginning/").status_code == 303
    assert BAR not in other.browser.get("/en/workshop/").content.decode()
    client.post(f"{LEARN}practice/leaving/")
    assert rug.code in client.get("/en/workshop/products/").content.decode()


@pytest.mark.broad
def test_certificates_are_hers_alone(certificate: Certificate, seller: Seller, other: Seller) -> None:
    mine = f"{LEARN}certificates/{certificate.code}"
    assert seller.browser.get(f"{mine}.pdf").content.startswith(b"%PDF")
    assert seller.browser.get(f"{mine}.jwt").content.count(b".") == 2
    for kind in ("pdf", "jwt"):
        assert other.browser.get(f"{mine}.{kind}").status_code == 404
    assert certificate.number in seller.browser.get(f"{LEARN}certificates/").content.decode()


@pytest.mark.broad
def test_the_public_page_names_her_only_as_she_wishes(certificate: Certificate, seller: Seller) -> None:
    public = browser(seller.market)
    address = f"/ar/certificates/{certificate.code}/"
    page = public.get(address).content.decode()
    assert certificate.number in page and seller.person.display_name not in page
    assert 'content="noindex' in page
    seller.browser.post(f"{LEARN}certificates/naming/", {"agreed": "1"})
    assert seller.person.display_name in public.get(address).content.decode()
    agree_to_name(certificate.learner, False)
    revoke_certificate(certificate, reason="سبب معلن")
    page = public.get(address).content.decode()
    assert "سبب معلن" in page and seller.person.display_name not in page
    assert public.get("/ar/certificates/NOTHING/").status_code == 404


@pytest.fixture
def session(taught: bool, market: Market) -> TrainingSession:
    with scope(market_id=market.pk):
        course = Course.objects.get(slug="payment")
    now = clock.now()
    return plan_session(
        market,
        course,
        place="دار الصانع",
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        trainer=make_person(),
    )


@pytest.mark.broad
def test_the_code_at_the_door_lets_anybody_in_who_signs_in(session: TrainingSession, market: Market) -> None:
    person = make_person()
    door = f"{LEARN}attendance/{session.code}/{door_code(session)}/"
    first = browser(market).get(door)
    assert first.status_code == 303 and "/sign-in/?next=" in first.headers["Location"]
    client: Client = browser(market, person)
    assert "hand" in client.get(door).content.decode()
    for _ in range(2):
        assert client.post(door).status_code == 200
    with scope(market_id=market.pk):
        assert Attendance.objects.get().learner.person == person
    assert client.post(f"{LEARN}attendance/{session.code}/AAAAAAAAAAAA/").status_code == 410
    assert client.get(f"{LEARN}attendance/NOTHING/x/").status_code == 404
    with clock.shifted(timedelta(hours=5)):
        late = f"{LEARN}attendance/{session.code}/{door_code(session)}/"
        assert browser(market, make_person()).post(late).status_code == 409


def test_what_was_scanned_in_time_is_not_made_young_by_whoever_has_it(
    session: TrainingSession, market: Market
) -> None:
    friend = browser(market)
    scanned = friend.get(f"{LEARN}attendance/{session.code}/{door_code(session)}/")
    passed = unquote(scanned.headers["Location"].partition("next=")[2])
    with clock.shifted(timedelta(minutes=10)):
        assert friend.get(passed).headers["Location"] == scanned.headers["Location"]


@pytest.mark.broad
def test_a_voice_reads_a_step_only_in_its_own_words(learner: Learner, seller: Seller) -> None:
    with scope(market_id=learner.market_id):
        lesson = Lesson.objects.get(slug="light")
        record_step(seller.market, lesson, lesson.steps[0]["key"], language="ar", recording="NOTHING")
        with pytest.raises(KeyError):
            record_step(seller.market, lesson, "other", language="ar", recording="NOTHING")
    assert seller.browser.get(f"{LEARN}photo/light/1/").status_code == 200


@pytest.mark.broad
def test_a_lesson_is_offered_at_the_moment_of_need(taught: bool, seller: Seller, rug) -> None:
    address = f"/ar/workshop/products/{rug.code}/"
    assert f"{LEARN}photo/" not in seller.browser.get(address).content.decode()
    send_back_product(rug, reason="الصورة مهزوزة")
    page = seller.browser.get(address).content.decode()
    assert f"{LEARN}photo/what-to-show/1/" in page and "/lessons/rug.back.ruler.svg" in page


@pytest.mark.broad
def test_more_pieces_wait_for_skills(taught: bool, seller: Seller, rug, mailoutbox) -> None:
    set_right(seller.market, "list_pieces", skills=["photo"], free=1, also_before=True)
    with scope(market_id=seller.market.pk, organisation_id=seller.organisation.pk):
        with pytest.raises(TooManyPieces):
            _below_ceiling(seller.organisation)
        sign_off(
            [enter_training(seller.market, seller.person)], Skill.objects.get(slug="photo"), by=make_person()
        )
        _below_ceiling(seller.organisation)


LEFT = {"packing/box", "photo/sharp"}  # by one who passed all the others
OFFERED = {
    "products/new/": ("photo/light", "photo/sharp", "price/cost"), "money/withdrawal/": ("payment/your-money",),
    "money/destination/": ("payment/account",),
}  # fmt: skip


@pytest.mark.broad
def test_a_lesson_is_offered_where_it_is_needed_until_it_is_passed(
    taught: bool, seller: Seller, other: Seller, make_order, django_assert_max_num_queries
) -> None:
    order = make_order()
    place = f"/ar/workshop/orders/{order.code}/"
    seller.browser.post(f"{place}acceptance/")
    pages = {f"/ar/workshop/{page}": lessons for page, lessons in OFFERED.items()} | {place: ("packing/box",)}
    for page, lessons in pages.items():
        body = seller.browser.get(page).content.decode()
        for lesson in lessons:
            assert f'href="{LEARN}{lesson}/1/"' in body, page
    learner = enter_training(seller.market, seller.person)
    with scope(market_id=seller.market.pk):
        done = Lesson.objects.get(course__slug="photo", slug="light")
        open_step(learner, done, len(done.steps) + 1)
        sign_off([learner], Skill.objects.get(slug="price"), by=make_person())
        sign_off([learner], Skill.objects.get(slug="e_payment"), by=make_person())
    for page, lessons in pages.items():
        body = seller.browser.get(page).content.decode()
        assert all((f"{LEARN}{lesson}/1/" in body) == (lesson in LEFT) for lesson in lessons), page
    assert "photo/light/1/" in other.browser.get("/ar/workshop/products/new/").content.decode()
    key = uuid4()
    with django_assert_max_num_queries(20):
        shown = seller.browser.get(f"/ar/workshop/products/new/{key}/price/").content.decode()
    assert "price/cost" not in shown
