"""Words that gateways and verdicts share."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Verdict:
    """The bank's decision as a notice tells it; ``code`` is ISO 8583, empty where the card was never asked."""

    approved: bool
    code: str
    message: str = ""
    secure: bool = True  # 3-D Secure recognised the holder
    amount: Decimal = Decimal(0)
    currency: str = ""


APPROVED = Verdict(True, "00")
DECLINED = Verdict(False, "51", "Insufficient funds")
UNKNOWN_CARD = Verdict(False, "14", "Invalid card number")
UNRECOGNISED = Verdict(False, "", "Not authenticated", secure=False)


@dataclass(frozen=True)
class Flaw:
    """How a notice is spoilt: signed with another key, filled up by so many signed bytes, or cut after signing."""

    forged: bool = False
    padding: int = 0
    cut: bool = False


@dataclass(frozen=True)
class Way:
    """How the browser goes back to the shop: with GET, or where there are ``fields`` with POST, by itself if ``auto``."""

    url: str
    fields: dict[str, str] | None = None
    auto: bool = False
