"""Codes as words: states, kinds, roles, facts. Called while the reader's language is active."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.models import Product
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
    R.READY: _("Ready"),
    R.ENDED: _("Sent"),
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
    "read_request": _("Read what a buyer and a seller said"),
    "request_asked": _("Asked for a piece"),
    "request_quoted": _("Named a price for a piece"),
    "request_accepted": _("Accepted a price"),
    "request_declined": _("Declined a request"),
    "request_withdrawn": _("Withdrew a request"),
    "request_expired": _("A request ended by the clock"),
    "tell_stage": _("Showed how a piece is coming along"),
    "hand_conversation": _("Took up a request"),
    K.PLACED: _("Ordered"),
    K.PAYMENT_AWAITED: _("Payment awaited"),
    K.CONFIRMATION_AWAITED: _("Confirmation awaited"),
    K.CONFIRMED: _("Confirmed"),
    K.DEPOSIT_PAID: _("Deposit received"),
    K.BALANCE_AT_DOOR: _("Balance to be collected at the door"),
    K.PAID: _("Money received"),
    K.ACCEPTED: _("Accepted by the seller"),
    K.DECLINED: _("Declined by the seller"),
    K.PACKED: _("Packed"),
    K.HANDED_OVER: _("Handed over"),
    K.DELIVERED: _("Delivered"),
    K.REFUSED: _("Refused at the door"),
    K.RETURNED: _("Returned"),
    K.CANCELLED: _("Cancelled"),
    K.DEPOSIT_KEPT: _("Deposit kept for the seller"),
    K.REFUND_OWED: _("Refund decided"),
    K.REFUNDED: _("Refunded"),
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

ACTS: Words = {
    "appoint": _("Gave a role in the team"), "change_market": _("Changed the market’s settings"),
    "dismiss": _("Took out of the team"), "open_market": _("Opened the market"),
    "publish_legal_text": _("Published a legal text"), "rename_currency": _("Changed the base currency"),
    "set_hosts": _("Changed the addresses"), "set_region": _("Changed a region"), "set_regions": _("Changed regions"),
    "add_maker": _("Added a maker"), "add_member": _("Let a person act for a seller"),
    "apply_to_market": _("Applied to the market"), "change_organisation": _("Changed a seller’s details"),
    "correct_address": _("Corrected an address"), "edit_product": _("Proposed a change of a product"),
    "edit_sent_back": _("Sent a change back"), "erase_buyer": _("Buyer’s data erased"), "erase_person": _("Erased a person"),
    "import_catalogue": _("Brought a catalogue file in"), "fail_import": _("A catalogue file could not be brought in"),
    "undo_import": _("Took a catalogue file back"), "list_product": _("Changed how a product is shown here"),
    "register_organisation": _("Registered a seller"), "register_person": _("Registered a person"),
    "remove_member": _("Ended that a person acts for a seller"), "remove_product": _("Took a product away"),
    "restore_product": _("Brought a product back"), "rewrite_products": _("Rewrote products"),
    "show_product": _("Showed or hid a product"), "write_product": _("Changed a product"),
    "create_products": _("Added products"), "change_price": _("Changed a price"), "set_consents": _("Wrote down consents"),
    "set_pin": _("Chose a PIN"), "close_pin": _("A PIN was closed"), "trust_device": _("Trusted a phone"),
    "forget_device": _("Took a phone’s trust away"), "sign_in": _("Came in"), "end_sessions": _("Ended all sessions"),
    "print_card": _("Printed a card"), "revoke_card": _("Closed a card"), "add_passkey": _("Added a phone’s key"),
    "remove_passkey": _("Removed a phone’s key"), "allow_trustee": _("Allowed a way back"),
    "withdraw_trustee": _("Took a way back away"), "give_let_in": _("Let a person in again"),
    "use_let_in": _("Came in again"),
    "set_fee": _("Changed a seller’s fee"), "draw_zone": _("Changed a delivery zone"), "unlist_city": _("Removed a city"),
    "place_order": _("Ordered"), "product_waiting": _("Sent a product for review"), "product_approved": _("Approved a product"),
    "product_sent_back": _("Sent a product back"), "admission_admitted": _("Admitted a seller"),
    "admission_refused": _("Refused a seller"), "admission_suspended": _("Suspended a seller"),
    "write_contract": _("Wrote a contract for payments"), "settle_payment": _("Recorded a payment"),
    "choose_way": _("Chose another way to pay"), "decide_refund": _("Decided that money goes back"),
    "execute_refund": _("Sent money back"), "set_sells_as": _("Changed who sells a seller’s goods"),
    "name_destination": _("Said where a seller’s money goes"), "name_shares": _("Shared a seller’s earnings among makers"),
    "ask_for_payout": _("Asked for her money"), "take_back_withdrawal": _("Took back what was asked for"),
    "prepare_batch": _("Prepared payouts"), "approve_batch": _("Approved payouts"), "discard_batch": _("Discarded payouts"),
    "take_payout_file": _("Took a file of payouts"), "send_batch": _("Sent payouts"), "confirm_payout": _("Confirmed a payout"),
    "fail_payout": _("Marked a payout as failed"), "import_statement": _("Brought a bank statement in"),
    "match_statement": _("Explained a line of the bank’s statement"), "take_rates": _("Brought rates of exchange in"),
    "receive_gift": _("Recorded a gift"),
    **{f"order_{kind}": label for kind, label in FACTS.items()},
    "record_step": _("A lesson was read aloud"),
    "forget_step_voice": _("A voice of a lesson was removed"),
    "add_external_course": _("A course of others was added"),
    "retire_external_course": _("A course of others was removed"),
    "agree_to_name": _("A learner decided about her name"),
    "attain_skill": _("A skill was shown"),
    "reopen_skill": _("A skill has faded"),
    "plan_session": _("A session was planned"),
    "attend_session": _("Somebody came to a session"),
    "issue_certificate": _("A certificate was given"),
    "revoke_certificate": _("A certificate was revoked"),
    "leave_practice": _("A practice shop was left"),
    "set_right": _("What a right asks for was changed"),
    "stand_surety": _("Somebody answers for a seller"),
    "decide_narrowing": _("It was decided about a right"),
}  # fmt: skip


def marked(words: Words, kinds: Mapping[Any, str], code: str) -> tuple[str, str]:
    """For a tag: the words of a code and its colour."""
    return word(words, code), kinds.get(code, "")


def choices(words: Words) -> list[tuple[str, Promise]]:
    """For a form field."""
    return [(str(code), label) for code, label in words.items()]


def word(words: Words, code: str) -> str:
    """The words of a code; a code nobody translated is shown as it is."""
    return str(words.get(code, code))
