"""Who may do what for an organisation: plain predicates of a mandate and an instant."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tadamun.people.sellers.models import Grant

# What a mandate may give. Price and bank details are no rights: see ``HERSELF`` and ``Proposal``.
PRODUCTS, STOCK, ORDERS, MESSAGES, REQUESTS, MONEY, LEARNING = (
    "products", "stock", "orders", "messages", "requests", "money", "learning",
)  # fmt: skip
RIGHTS = (PRODUCTS, STOCK, ORDERS, MESSAGES, REQUESTS, MONEY, LEARNING)
ANYBODY = "anybody"  # whoever sits at the desk, with whatever rights
HERSELF = "herself"  # never a helper: bank details, mandates, consents, who acts for it, papers
LONGEST = timedelta(days=366)


def may(grant: Grant | None, right: str, at: datetime) -> bool:
    """Whether an act with this right is allowed when it arrives ``at``. No grant: she sits here herself."""
    if grant is None:
        return True
    if right == HERSELF or not grant.stands(at):
        return False
    return right == ANYBODY or right in grant.rights


def known_rights(said: Iterable[str]) -> list[str]:
    """Those that exist, in our order, each once."""
    wanted = set(said)
    return [right for right in RIGHTS if right in wanted]
