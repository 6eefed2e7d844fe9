"""What a buyer asked for, as its own page shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tadamun.goods.catalogue.models import Product
from tadamun.kernel import clock
from tadamun.kernel.text import words
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.queries import messages_of
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.trade.commissions.models import CustomRequest, Quote
from tadamun.trade.commissions.queries import quotes_of
from tadamun.web.shared.spoken_messages import ShownMessage, shown_messages

S = CustomRequest.State


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a wish is for: a seller, maybe for something like one of her products, or whoever works in a craft."""

    organisation: Organisation | None = None
    product: Product | None = None


def meant(shop: str, product: str) -> Meant | None:
    """By public codes, in the scope's market; ``None`` for what is not shown here."""
    if product:
        row = Product.objects.select_related("organisation").filter(
            code=product[:12].upper(), shown=True, removed_at=None, review=Product.Review.APPROVED
        ).first()  # fmt: skip
        return Meant(row.organisation, row) if row and _sells(row.organisation.code) else None
    if shop:
        found = _sells(shop[:12].upper())
        return Meant(found) if found else None
    return Meant()


def _sells(code: str) -> Organisation | None:
    admitted = Admission.objects.filter(organisation__code=code, status=Admission.Status.ADMITTED)
    found = admitted.select_related("organisation").first()
    return found.organisation if found else None


def page_of(request: CustomRequest, language: str) -> dict[str, Any]:
    """Everything its page shows."""
    quotes = quotes_of(request)
    latest = quotes[-1] if quotes else None
    seller = request.organisation.name(language) if request.organisation else ""
    return {
        "wish": request, "quote": latest, "stands": stands(request, latest), "seller": seller,
        "sentence": sentence(request), "said": _said(request, seller),
        "like": words(request.product.titles, language) if request.product else "",
        "open": request.state in (S.ASKED, S.QUOTED),
    }  # fmt: skip


def _said(request: CustomRequest, seller: str) -> list[ShownMessage]:
    rows = messages_of(request.conversation)
    return shown_messages(rows, Message.Side.BUYER, buyer=request.conversation.name, seller=seller)


def stands(request: CustomRequest, quote: Quote | None) -> bool:
    """Whether there is a price she may accept now."""
    return bool(quote and request.state == S.QUOTED and quote.valid_until > clock.now())


def sentence(request: CustomRequest) -> str:
    """Where it stands, in words to the buyer."""
    return {
        S.ASKED: _("Your wish was sent. You are told as soon as there is an answer."),
        S.QUOTED: _("There is a price for your piece."),
        S.ACCEPTED: _("You ordered it. Work begins when the first payment is here."),
        S.IN_WORK: _("Your piece is being made."),
        S.READY: _("Your piece is ready."),
        S.ENDED: _("Your piece has left the workshop."),
        S.DECLINED: _("We are sorry: it cannot be made."),
        S.WITHDRAWN: _("You do not want it any more: nothing is made."),
        S.EXPIRED: _("The time of this request is over."),
    }[S(request.state)]
