"""Questions about payments."""

from tadamun.treasury.payments.models import Payment


def payment_of(subject: str) -> Payment | None:
    """The latest payment of a subject in the scope's market."""
    return Payment.objects.select_related("market").filter(subject=subject).order_by("-pk").first()
