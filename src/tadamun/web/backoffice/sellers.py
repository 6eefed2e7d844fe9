"""Organisations of this market, found and counted."""

from django.db.models import Count, Q, QuerySet

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.codes import normal_code
from tadamun.kernel.formats import latin_digits
from tadamun.people.accounts.operations import BadPhone, normal_phone
from tadamun.people.sellers.models import Admission, Member

MATCHES_AT_MOST = 5_000


def admissions_like(status: str, words: str) -> QuerySet[Admission]:
    """Of a status, found by code, phone, a member's phone, or part of a name in any language."""
    rows = Admission.objects.select_related("organisation")
    if status in Admission.Status.values:
        rows = rows.filter(status=status)
    if words:
        rows = rows.filter(_found_by(words))
    products = Count("organisation__products", filter=Q(organisation__products__removed_at=None))
    return rows.annotate(products=products)


def _found_by(words: str) -> Q:
    found = Q(organisation__code__iexact=normal_code(latin_digits(words))) | Q(organisation__in=_named(words))
    try:
        phone = normal_phone(words)
    except BadPhone:
        return found
    acting = Member.objects.filter(person__phone=phone).values("organisation")
    return found | Q(organisation__phone=phone) | Q(organisation__in=acting)


def _named(words: str) -> list[int]:
    """Names are compared here: databases write the Arabic of a JSON column in escapes."""
    wanted = words.casefold()
    rows = Admission.objects.values_list("organisation_id", "organisation__names")[:MATCHES_AT_MOST]
    return [pk for pk, names in rows if any(wanted in str(name).casefold() for name in names.values())]


def counts_by_status() -> dict[str, int]:
    return dict(Admission.objects.values_list("status").annotate(Count("pk")).order_by())


def products_by_review(organisation_id: int) -> dict[str, int]:
    """Review state → how many products of it that are not removed."""
    rows = Product.objects.filter(organisation=organisation_id, removed_at=None)
    return dict(rows.values_list("review").annotate(Count("pk")).order_by())
