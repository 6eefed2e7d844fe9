"""What was issued, with which key, and what was revoked."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models.courses import Course
from tadamun.solidarity.training.models.learning import Learner


def certificate_code() -> str:
    """Ten letters: whoever has the link may look, whoever tries finds none."""
    return new_code(10)


class IssuerKey(models.Model):
    """A pair of keys with which a market signs credentials: the private one sealed, the public one as a JWK."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="issuer_keys")
    kid = models.CharField(max_length=24, unique=True)
    sealed = models.TextField()
    public = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    objects = ScopedManager["IssuerKey"](market="market")


class Certificate(models.Model):
    """All skills of a course, shown by one learner, as the market attests. Append-only; see ``Revocation``.

    ``number`` counts in the market and year; ``skills``: names of what was shown, as they were called that day.
    """

    code = models.CharField(max_length=12, unique=True, default=certificate_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="certificates")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="certificates")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=24)
    titles = models.JSONField()
    skills = models.JSONField()
    issued_at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=80)

    objects = ScopedManager["Certificate"](market="market")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["market", "number"], name="a_certificate_number_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> Reference:
        return Reference("certificate", self.code)


class Revocation(models.Model):
    """A certificate counts no more; the reason is public. Append-only."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Revocation"](market="certificate__market")
