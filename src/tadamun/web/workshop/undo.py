"""A change of her own taken back within ten seconds. What it was travels in a signed text; the server keeps nothing.

What others hear of is no such change: see ``checkout.operations.pending`` and docs/decisions/2026-11-22-undo.md.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

from tadamun.kernel import clock
from tadamun.web.workshop.access import Desk, desk_of

SECONDS = 10
SALT = "tadamun.workshop.undo"
PARAMETER = "undo"
OF_A_PRODUCT = ("price", "quantity", "visibility", "sending")
KEPT, KEPT_AS = "kept", "workshop_undo"  # a change too long for an address waits in her session


def keep(request: HttpRequest, desk: Desk, change: "Change") -> str:
    """What the address of the next page says of it."""
    request.session[KEPT_AS] = token(desk, change)
    return f"{PARAMETER}={KEPT}"


class Over(ValueError):
    """Too late, or not a change of this organisation. ``product``: of which product, when that much is known."""

    def __init__(self, product: str = "") -> None:
        super().__init__(product)
        self.product = product


@dataclass(frozen=True, slots=True)
class Change:
    """``what``: price, quantity or visibility of a product and which variant of it; that it was sent for review; her shop's
    closing; a table of prices and numbers; the consents of a maker; her picture or voice (``sku`` says which); a draft
    put away. ``before`` and ``after`` are plain values.
    """

    what: str
    product: str
    sku: str
    before: Any
    after: Any

    @property
    def page(self) -> str:
        """Where it is seen, below the workshop."""
        return {
            "shop": "shop/holiday/", "table": "products/table/", "consents": "consents/",
            "portrait": f"consents/?of={self.product}",
            "draft": "products/new/",
        }.get(self.what, f"products/{self.product}/")  # fmt: skip


def token(desk: Desk, change: Change) -> str:
    said = {**asdict(change), "organisation": desk.organisation.code, "at": clock.now().timestamp()}
    return signing.dumps(said, salt=SALT, compress=True)


def read(desk: Desk, text: str) -> Change:
    """Raises ``Over``."""
    try:
        said = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        raise Over from error
    whose, at = said.pop("organisation"), said.pop("at")
    if whose != desk.organisation.code:
        raise Over
    if clock.now().timestamp() - at > SECONDS:
        raise Over(str(said["product"]) if said["what"] in OF_A_PRODUCT else "")
    return Change(**said)


def offered(request: HttpRequest) -> str:
    """The token in the address made anew while it can still be used, else empty: her ten seconds begin with the page
    that shows the button, not with the change, or a slow network would leave her none.
    """
    text = request.GET.get(PARAMETER, "")
    if text == KEPT:
        text = str(request.session.get(KEPT_AS, ""))
    if not text:
        return ""
    desk = desk_of(request)
    try:
        return token(desk, read(desk, text))
    except Over:
        return ""
