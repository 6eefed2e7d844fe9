"""Codes as words: states, kinds, roles, facts. Called while the reader's language is active."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.formats import currency_name
from tadamun.kernel.money import EXPONENTS
from tadamun.people.markets.models import LegalText, Market, MarketRegion, TeamMember
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Admission, Member, Organisation
from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.orders.models import Fact, SellerOrder

Words = dict[str, Promise]
R = CustomRequest.State
G, M, K = SellerOrder.GoodsState, SellerOrder.MoneyState, Fact.Kind

GOODS: Words = {
    G.TO_PAY: _("Transfer awaited"),
    G.TO_CONFIRM: _("To be confirmed by the buyer"),
    G.TO_ACCEPT: _("To be accepted by the seller"),
    G.TO_PREPARE: _("In preparation"),
    G.TO_HAND_OVER: _("Packed"),
    G.SHIPPED: _("On its way"),
    G.DELIVERED: _("Delivered"),
    G.RETURNED: _("Came back"),
    G.CANCELLED: _("Cancelled"),
}
GOODS_KINDS = {
    G.TO_PAY: "warn", G.TO_CONFIRM: "warn", G.TO_ACCEPT: "info", G.TO_PREPARE: "info", G.TO_HAND_OVER: "info",
    G.SHIPPED: "info", G.DELIVERED: "ok", G.RETURNED: "bad", G.CANCELLED: "out",
}  # fmt: skip
MONEY: Words = {
    M.UNPAID: _("Not paid"),
    M.DEPOSIT: _("Deposit paid"),
    M.AT_DOOR: _("Deposit paid, the balance at the door"),
    M.PAID: _("Paid"),
    M.REFUND_DUE: _("To be refunded"),
    M.REFUNDED: _("Refunded"),
}
REQUESTS: Words = {
    R.ASKED: _("Waits for a price"),
    R.QUOTED: _("Price named"),
    R.ACCEPTED: _("Ordered, not paid"),
    R.IN_WORK: _("In the making"),
    R.READY: pgettext_lazy("request", "Ready"),
    R.ENDED: pgettext_lazy("request", "Sent"),
    R.DECLINED: _("Declined by the seller"),
    R.WITHDRAWN: _("Withdrawn by the buyer"),
    R.EXPIRED: _("Over by the clock"),
}
REQUEST_KINDS = {
    R.ASKED: "warn", R.QUOTED: "info", R.ACCEPTED: "info", R.IN_WORK: "info", R.READY: "ok", R.ENDED: "ok",
    R.DECLINED: "out", R.WITHDRAWN: "out", R.EXPIRED: "out",
}  # fmt: skip
SALES: Words = {
    Admission.SellsAs.AGENT: _("Agent: the sale is hers"),
    Admission.SellsAs.MERCHANT: _("Merchant: the sale is the market’s"),
}
MONEY_KINDS = {
    M.UNPAID: "",
    M.DEPOSIT: "info",
    M.AT_DOOR: "info",
    M.PAID: "ok",
    M.REFUND_DUE: "bad",
    M.REFUNDED: "out",
}
FACTS: Words = {
    K.PLACED: _("Ordered"),
    K.PAYMENT_AWAITED: _("Payment awaited"),
    K.CONFIRMATION_AWAITED: _("Confirmation awaited"),
    K.CONFIRMED: _("Confirmed"),
    K.DEPOSIT_PAID: _("Deposit received"),
    K.BALANCE_AT_DOOR: _("Balance to be collected at the door"),
    K.PAID: _("Money received"),
    K.ACCEPTED: _("Accepted by the seller"),
    K.ESCALATED: _("Handed on: nobody answered in time"),
    K.MORE_DAYS: _("The seller needs more days"),
    K.MADE: pgettext_lazy("order", "Made"),
    K.INSPECTION_ASKED: _("Waits for a check before dispatch"),
    K.INSPECTION_PASSED: _("Checked: good to go"),
    K.INSPECTION_FAILED: _("Checked: to be put right"),
    K.DECLINED: _("Declined by the seller"),
    K.PACKED: _("Packed"),
    K.HANDED_OVER: _("Handed over"),
    K.DELIVERED: _("Delivered"),
    K.REFUSED: _("Refused at the door"),
    K.RETURNED: _("Returned"),
    K.PART_RETURNED: _("A part came back"),
    K.CANCELLED: _("Cancelled"),
    K.DEPOSIT_KEPT: _("Deposit kept for the seller"),
    K.REFUND_OWED: _("Refund decided"),
    K.REFUNDED: _("Refunded"),
    K.NO_REFUND: _("Nothing goes back"),
    K.RETURN_ASKED: _("The buyer asks to send it back"),
}
ADMISSIONS: Words = {
    Admission.Status.APPLIED: _("Applied"),
    Admission.Status.ADMITTED: _("Admitted"),
    Admission.Status.REFUSED: _("Refused"),
    Admission.Status.SUSPENDED: _("Suspended"),
}
ADMISSION_KINDS = {
    Admission.Status.APPLIED: "warn", Admission.Status.ADMITTED: "ok", Admission.Status.REFUSED: "out",
    Admission.Status.SUSPENDED: "bad",
}  # fmt: skip
ORGANISATIONS: Words = {
    Organisation.Kind.ARTISAN: _("Artisan"),
    Organisation.Kind.COOPERATIVE: _("Cooperative"),
    Organisation.Kind.UNION: _("Union of cooperatives"),
    Organisation.Kind.ASSOCIATION: _("Association"),
    Organisation.Kind.GIE: _("Economic interest group (GIE)"),
    Organisation.Kind.COMPANY: _("Company"),
    Organisation.Kind.AGENCY: _("Agency"),
    Organisation.Kind.INSTITUTION: _("Institution"),
}
MEMBERS: Words = {
    Member.Role.OWNER: _("Responsible"),
    Member.Role.MANAGER: _("Manager"),
    Member.Role.MAKER: _("Maker"),
}
TEAM: Words = {
    TeamMember.Role.OPERATOR: _("Operator: everything"),
    TeamMember.Role.REVIEWER: _("Reviewer: products and catalogue files"),
    TeamMember.Role.SUPPORT: _("Support: orders and buyers"),
    TeamMember.Role.TRAINER: _("Trainer: her own sessions"),
}
REVIEWS: Words = {
    Product.Review.DRAFT: _("Draft"),
    Product.Review.WAITING: _("Awaiting review"),
    Product.Review.APPROVED: _("Approved"),
    Product.Review.SENT_BACK: _("Sent back"),
}
TEXTS: Words = {
    LegalText.Kind.TERMS: _("Terms of sale"),
    LegalText.Kind.PRIVACY: _("Privacy"),
    LegalText.Kind.LEGAL: _("Legal notice"),
    LegalText.Kind.DELIVERY: _("Delivery and returns"),
    LegalText.Kind.ABOUT: _("About"),
}
STATUSES: Words = {
    Market.Status.DRAFT: _("In preparation: visitors see a note"),
    Market.Status.OPEN: _("Open"),
    Market.Status.CLOSED: _("Closed: visitors see a note, orders under way go on"),
}
REGIONS: Words = {
    MarketRegion.State.OPEN: _("Open"),
    MarketRegion.State.SOON: _("Soon"),
    MarketRegion.State.CLOSED: _("Not yet"),
}
CHANNELS: Words = {
    Message.Channel.EMAIL: _("E-mail"),
    Message.Channel.SMS: _("SMS"),
    Message.Channel.WHATSAPP: _("WhatsApp"),
    Message.Channel.CALL: _("Call"),
}
MESSAGES: Words = {
    Message.State.WAITING: _("Waiting"),
    Message.State.SENT: _("Sent"),
    Message.State.FAILED: _("Failed"),
}
LANGUAGES: Words = {"ar": _("Arabic"), "fr": _("French"), "en": _("English")}
CONSENTS: Words = {"name": _("Name"), "photo": _("Photo"), "voice": _("Voice")}


def marked(words: Words, kinds: Mapping[Any, str], code: str) -> tuple[str, str]:
    """For a tag: the words of a code and its colour."""
    return word(words, code), kinds.get(code, "")


def currency_word(currency: str) -> str:
    """In the active language."""
    return currency_name(currency, get_language() or "ar")


def currency_choices() -> list[tuple[str, str]]:
    """Every currency by name, with the code that files carry."""
    return [(code, f"{currency_word(code)} ({code})") for code in EXPONENTS]


def choices(words: Words) -> list[tuple[str, Promise]]:
    """For a form field."""
    return [(str(code), label) for code, label in words.items()]


def word(words: Words, code: str) -> str:
    """The words of a code; a code nobody translated is shown as it is."""
    return str(words.get(code, code))
