"""A wish to be paid, as every gateway is asked."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import Ask, Known

ASK = Ask(
    reference="CMD000123", amount=Money.of("149.50", "MAD"), language="fr", description="CMD000123",
    name="Fatima Zahra", phone="+212612345678", email="fz@example.org", city="El Hajeb", country="MA",
    address="12, rue des Artisans", return_url="https://shop.example/back/", cancel_url="https://shop.example/back/?left=1",
    notice_url="https://shop.example/hook/", due_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC), client="203.0.113.7",
)  # fmt: skip
KNOWN = Known("CMD000123", Money.of("149.50", "MAD"), {})


def ask(**changed: Any) -> Ask:
    return replace(ASK, **changed)
