"""Certificates: written when all skills of a course are held, never rewritten, revoked with a public reason."""

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.context import current
from tadamun.kernel.numbering import next_number
from tadamun.kernel.scopes import scope
from tadamun.kernel.sealed import seal
from tadamun.kernel.text import every
from tadamun.people.markets.models import Market
from tadamun.solidarity.training import badge_keys
from tadamun.solidarity.training.models import Certificate, Course, IssuerKey, Learner, Revocation
from tadamun.solidarity.training.standing import held_skills, skills_of


class NotComplete(ValueError):
    """A skill of the course is not held; nothing was written."""


def certify(learner: Learner, course: Course) -> Certificate | None:
    """The certificate of this course if all its skills are held now, else ``None``. See ``issue_certificate``."""
    try:
        return issue_certificate(learner, course)
    except NotComplete:
        return None


def issue_certificate(learner: Learner, course: Course) -> Certificate:
    """The market attests what she has shown. One that stands is returned again. Raises ``NotComplete``."""
    market = learner.market
    with transaction.atomic(), scope(market_id=market.pk):
        Learner.objects.select_for_update().get(pk=learner.pk)  # two sign-offs at once issue one
        skills = skills_of(course.pk)
        if not skills or not {skill.pk for skill in skills} <= held_skills(learner.pk):
            raise NotComplete(course.slug)
        standing = Certificate.objects.filter(learner=learner, course=course, revocation=None).first()
        if standing:
            return standing
        year = clock.today().year
        number = f"{market.slug.upper()}-{year}-{next_number(f'certificate/{market.pk}/{year}'):05}"
        certificate = Certificate.objects.create(
            market=market, learner=learner, course=course, number=number, titles=every(course.titles),
            skills=[every(skill.names) for skill in skills], by=str(current().actor),
        )  # fmt: skip
        audit.record("issue_certificate", certificate.reference, market_id=market.pk, number=number)
    return certificate


def revoke_certificate(certificate: Certificate, *, reason: str) -> Revocation:
    """It counts no more; everybody who looks it up reads why. Repeating it keeps the first reason."""
    if not reason.strip():
        raise ValueError("a revocation needs a reason")
    with transaction.atomic(), scope(market_id=certificate.market_id):
        row, made = Revocation.objects.get_or_create(
            certificate=certificate, defaults={"reason": reason.strip(), "by": str(current().actor)}
        )
        if made:
            audit.record(
                "revoke_certificate",
                certificate.reference,
                market_id=certificate.market_id,
                reason=row.reason,
            )
    return row


def issuer_key(market: Market) -> IssuerKey:
    """The key with which this market signs, made at its first credential."""
    with transaction.atomic(), scope(market_id=market.pk):
        Market.objects.select_for_update(no_key=True).get(pk=market.pk)
        known = IssuerKey.objects.filter(retired_at=None).order_by("-pk").first()
        if known:
            return known
        private, public = badge_keys.new_pair()
        return IssuerKey.objects.create(
            market=market, kid=new_code(12).lower(), sealed=seal(private), public=public
        )
