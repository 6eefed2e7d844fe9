"""Organisations of this market, found and counted."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.codes import normal_code
from tadamun.kernel.formats import latin_digits
from tadamun.people.accounts.operations import BadPhone, normal_phone
from tadamun.people.sellers.models import Admission, Member

MATCHES_AT_MOST = 5_000
OFFERED_AT_MOST = 200  # sellers in one select: a phone bears no more


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


@dataclass(frozen=True, slots=True)
class Offer:
    """Sellers to choose from, by name; ``more`` when there are others, which are searched for."""

    sellers: tuple[tuple[str, str], ...]
    more: bool


def sellers_offered(words: str, language: str) -> Offer:
    """Those like ``words``, the latest to come first where not all have room. One query without words."""
    rows = _with_goods() if not words else _with_goods().filter(_found_by(words))
    found = list(rows.order_by("-pk")[: OFFERED_AT_MOST + 1])
    named = ((row.organisation.code, row.organisation.name(language)) for row in found[:OFFERED_AT_MOST])
    return Offer(tuple(sorted(named, key=lambda pair: pair[1])), len(found) > OFFERED_AT_MOST)


def seller_by_code(code: str) -> Admission | None:
    """One whose catalogue files this market handles."""
    return _with_goods().filter(organisation__code=code[:12]).first()


def _with_goods() -> QuerySet[Admission]:
    return Admission.objects.select_related("organisation").exclude(status=Admission.Status.REFUSED)


def counts_by_status() -> dict[str, int]:
    return dict(Admission.objects.values_list("status").annotate(Count("pk")).order_by())


def products_by_review(organisation_id: int) -> dict[str, int]:
    """Review state → how many products of it that are not removed."""
    rows = Product.objects.filter(organisation=organisation_id, removed_at=None)
    return dict(rows.values_list("review").annotate(Count("pk")).order_by())
