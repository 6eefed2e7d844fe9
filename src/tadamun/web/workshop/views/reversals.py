"""Taking a change back. Only while nothing else has changed it since."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tadamun.goods.catalogue.operations import bring_back_draft, change_price, show_product
from tadamun.goods.stock.editing import Edit, RefusedEdits, edit_offers
from tadamun.goods.stock.models import Movement
from tadamun.goods.stock.operations import Recounted, SoldOut, set_quantity
from tadamun.goods.stock.sending import take_back_sending
from tadamun.kernel.money import Money
from tadamun.people.sellers.operations import set_consents
from tadamun.people.sellers.operations.closing import close_shop
from tadamun.people.sellers.rules import PRODUCTS
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import closing
from tadamun.web.workshop import products as reading
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.listing.reading import found
from tadamun.web.workshop.portraits import taken_back
from tadamun.web.workshop.undo import Change, Over, read
from tadamun.web.workshop.views.consents import may_decide


@for_seller
@action
def reversal(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    try:
        change = read(desk, request.POST.get("change", ""))
    except Over as over:
        messages.warning(request, _("The ten seconds are over. You can still change it by hand."))
        return see(desk.path(f"products/{over.product}/" if over.product else "products/"))
    if desk.acting and change.what == "price":
        return see(desk.path(f"products/{change.product}/"))
    if change.what in WHOLE:
        done = WHOLE[change.what](desk, change)
        say(request, done)
        return see(desk.path(change.page))
    each = reading.find(desk, change.product) if desk.admitted else None
    if each is None:
        return see(desk.path())
    if change.what == "sending":
        return _sending(request, desk, each)
    say(request, _BY[change.what](each, change))
    return see(desk.path(f"products/{change.product}/"))


def _sending(request: HttpRequest, desk: Desk, each: reading.Shown) -> HttpResponse:
    """Back to the last step of the draft, with all she said; unless somebody has looked at it."""
    draft = take_back_sending(each.product) if desk.may(PRODUCTS) else None
    if draft is None:
        messages.warning(request, _("Somebody has looked at it already. Nothing was changed."))
        return see(desk.path(f"products/{each.product.code}/"))
    messages.success(request, _("It is not sent. Your draft is as it was."))
    return see(desk.path(f"products/new/{draft.key}/preview/"))


def say(request: HttpRequest, done: bool) -> None:
    if done:
        messages.success(request, _("It is as it was before."))
    else:
        messages.warning(request, _("Nothing was changed: it has changed again meanwhile."))


def _shop(desk: Desk, change: Change) -> bool:
    """Open or closed as it was; a day that is over since is left out."""
    if closing.said(desk.admission) == list(change.before):
        return True
    if closing.said(desk.admission) != list(change.after):
        return False
    closed_on, away = closing.days(change.before)
    close_shop(desk.admission, closed_on=closed_on, away=away)
    return True


def _table(desk: Desk, change: Change) -> bool:
    """All of it or nothing."""
    if not desk.admitted or desk.acting:
        return False
    edits = [Edit(sku, price, quantity, seen, shown) for sku, price, quantity, seen, shown in change.before]
    try:
        edit_offers(desk.organisation, edits)
    except RefusedEdits:
        return False
    return True


def _consents(desk: Desk, change: Change) -> bool:
    """By whoever may decide it: see ``consents``."""
    maker = may_decide(desk).filter(code=change.product).first()
    if desk.acting or maker is None:
        return False
    stands = [kind for kind in ("name", "photo", "voice") if getattr(maker, f"{kind}_consent_at")]
    if stands == list(change.after):
        set_consents(maker, list(change.before))
        return True
    return stands == list(change.before)


def _portrait(desk: Desk, change: Change) -> bool:
    """As ``_consents``."""
    maker = may_decide(desk).filter(code=change.product).first()
    return not desk.acting and maker is not None and taken_back(maker, change)


def _draft(desk: Desk, change: Change) -> bool:
    draft = found(UUID(change.product)) if desk.admitted and desk.may(PRODUCTS) else None
    if draft is None:
        return False
    bring_back_draft(draft)
    return True


WHOLE: dict[str, Callable[[Desk, Change], bool]] = {
    "shop": _shop, "table": _table, "consents": _consents, "portrait": _portrait, "draft": _draft,
}  # fmt: skip


def _price(each: reading.Shown, change: Change) -> bool:
    offer = each.offer(change.sku)
    if offer is None:
        return False
    if offer.variant.price_minor == change.after:
        change_price(offer.variant, Money(change.before, offer.variant.currency))
    return bool(offer.variant.price_minor == change.before)


def _quantity(each: reading.Shown, change: Change) -> bool:
    offer = each.offer(change.sku)
    if offer is None:
        return False
    if offer.on_hand == change.before:
        return True
    try:
        set_quantity(offer.variant, change.before, reason=Movement.Reason.UNDONE, seen=change.after)
    except (Recounted, SoldOut):
        return False
    return True


def _visibility(each: reading.Shown, change: Change) -> bool:
    if each.product.shown == bool(change.after):
        show_product(each.product, bool(change.before))
    return each.product.shown == bool(change.before)


_BY: dict[str, Callable[[reading.Shown, Change], bool]] = {
    "price": _price,
    "quantity": _quantity,
    "visibility": _visibility,
}
