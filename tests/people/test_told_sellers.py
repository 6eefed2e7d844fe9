"""What sellers are told when a market decided about them or about a product."""

import pytest

from tadamun.goods.catalogue.operations import approve_edit, approve_product, edit_product, send_back_product
from tadamun.kernel.context import acting
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import everything, scope
from tadamun.people.notices.models import Message
from tadamun.people.sellers.operations import (
    add_member,
    admit_seller,
    apply_to_market,
    refuse_seller,
    suspend_seller,
)
from tests.factories import make_market, make_organisation, make_person, make_product

pytestmark = pytest.mark.django_db
ADDRESS = "http://souk.localhost:8000"


def told(market, *kinds):
    """(channel, to, language, text) of what lies in the mailbox, oldest first."""
    run_worker(once=True, scheduled=False)
    with scope(market_id=market.pk):
        rows = Message.objects.filter(kind__in=kinds).order_by("pk")
        return [(row.channel, row.to, row.language, row.text) for row in rows]


def cooperative(market, **fields):
    names = {"ar": "تعاونية الأطلس", "fr": "Coopérative Atlas", "en": "Atlas Cooperative"}
    return make_organisation(market, names=names, **fields)


def member(organisation, phone, language):
    person = make_person(phone)
    person.language = language
    person.save()
    add_member(organisation, person)
    return person


def test_each_member_is_told_in_her_language_and_the_organisation_by_email():
    market = make_market()
    organisation = cooperative(market, admitted=False, email="coop@example.org")
    member(organisation, "+212600000001", "ar")
    member(organisation, "+212600000002", "fr")
    admit_seller(apply_to_market(organisation, market))
    arabic = f"يمكن الآن البيع باسم تعاونية الأطلس في سوق التجربة. ورشتكم: {ADDRESS}/ar/workshop/"
    french = (
        f"Coopérative Atlas peut désormais vendre sur Souk d'essai. Votre atelier : {ADDRESS}/fr/workshop/"
    )
    assert told(market, "admission_admitted") == [
        ("sms", "+212600000001", "ar", arabic),
        ("sms", "+212600000002", "fr", french),
        ("email", "coop@example.org", "ar", arabic),
    ]


def test_without_a_member_the_organisations_phone_is_told():
    market = make_market()
    organisation = cooperative(market, admitted=False, phone="+212535000000")
    refuse_seller(apply_to_market(organisation, market), reason="Il manque le registre")
    ((channel, to, language, text),) = told(market, "admission_refused")
    assert (channel, to, language) == ("sms", "+212535000000", "ar")
    assert "Il manque le registre." in text


@pytest.mark.broad
def test_each_decision_is_told_once_and_a_second_one_again():
    market = make_market()
    organisation = cooperative(market, admitted=False, phone="+212535000000")
    admission = apply_to_market(organisation, market)
    admit_seller(admission)
    assert len(told(market, "admission_admitted")) == 1
    suspend_seller(admission, reason="Adresse introuvable")
    assert len(told(market, "admission_suspended")) == 1
    admit_seller(admission)
    assert len(told(market, "admission_admitted")) == 2


def test_a_product_sent_back_says_why_and_where_to_correct_it():
    market = make_market()
    organisation = cooperative(market, phone="+212535000000")
    product = make_product(organisation, titles={"ar": "زربية حمراء"})
    with acting(market_id=market.pk):
        send_back_product(product, reason="الصورة غير واضحة")
    ((_, to, _, text),) = told(market, "product_sent_back")
    assert to == "+212535000000"
    assert text == (
        f"منتوجكم «زربية حمراء» يحتاج إلى تصحيح: الصورة غير واضحة {ADDRESS}/ar/workshop/products/{product.code}/"
    )


@pytest.mark.broad
def test_an_approval_is_told_and_an_approved_edit_again():
    market = make_market()
    organisation = cooperative(market, phone="+212535000000")
    product = make_product(organisation, titles={"ar": "زربية"})
    with everything("a test's own product"):
        product.review = "waiting"
        product.save()
    with acting(market_id=market.pk):
        approve_product(product)
        assert len(told(market, "product_approved")) == 1
        edit = edit_product(product, {"titles": {"ar": "زربية كبيرة"}})
        approve_edit(edit)
    texts = [text for *_, text in told(market, "product_approved")]
    assert len(texts) == 2
    assert "«زربية كبيرة»" in texts[1]


def test_a_decision_made_outside_any_market_is_told_by_the_first_that_admitted():
    souk = make_market()
    organisation = cooperative(souk, phone="+212535000000")
    product = make_product(organisation)
    send_back_product(product, reason="صورة")
    assert len(told(souk, "product_sent_back")) == 1
