"""Events are written once; the state of a payment follows from its shares and events."""

from collections.abc import Mapping

from tadamun.kernel.context import current
from tadamun.treasury.payments.models import Payment, PaymentEvent, PaymentShare

K = PaymentEvent.Kind
S = Payment.State


def write_event(
    payment: Payment,
    kind: str,
    key: str,
    *,
    amount_minor: int = 0,
    reference: str = "",
    detail: Mapping[str, str] | None = None,
) -> bool:
    """Whether the event is new."""
    _, made = PaymentEvent.objects.get_or_create(
        payment=payment,
        key=key,
        defaults={
            "kind": kind, "amount_minor": amount_minor, "reference": reference[:120],
            "actor": str(current().actor), "detail": dict(detail or {}),
        },
    )  # fmt: skip
    return made


def derive_state(payment: Payment) -> None:
    """From what was claimed and captured, then from the latest thing that was said."""
    claims = list(PaymentShare.objects.filter(payment=payment).values_list("claimed_minor", "captured_minor"))
    if not any(claimed for claimed, _ in claims):
        state = S.CANCELLED
    elif all(claimed == captured for claimed, captured in claims):
        state = S.CAPTURED
    else:
        said = PaymentEvent.objects.filter(payment=payment, kind__in=(K.AUTHORISED, K.FAILED)).order_by("-pk")
        last = said.values_list("kind", flat=True).first()
        state = S.AUTHORISED if last == K.AUTHORISED else S.FAILED if last == K.FAILED else S.WAITING
    if payment.state != state:
        payment.state = state
        payment.save(update_fields=["state"])
