"""The log in words: what was done, about what, and why. The one place that knows every act an operation writes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.reasons import REASONS as RETURNED
from tadamun.goods.catalogue.reasons import told
from tadamun.kernel.models import AuditEntry
from tadamun.web.backoffice.payment_words import ENDINGS
from tadamun.web.backoffice.wording import FACTS, Words, word

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
    "keep_part": _("Took or put away a maker’s picture or voice"),
    "set_pin": _("Chose a PIN"), "close_pin": _("A PIN was closed"), "trust_device": _("Trusted a phone"),
    "forget_device": _("Took a phone’s trust away"), "sign_in": _("Came in"), "end_sessions": _("Ended all sessions"),
    "print_card": _("Printed a card"), "revoke_card": _("Closed a card"), "add_passkey": _("Added a phone’s key"),
    "remove_passkey": _("Removed a phone’s key"), "allow_trustee": _("Allowed a way back"),
    "withdraw_trustee": _("Took a way back away"), "give_let_in": _("Let a person in again"),
    "use_let_in": _("Came in again"),
    "set_fee": _("Changed a seller’s fee"), "choose_fee_plan": _("Chose a seller’s fee plan"),
    "draw_fee_plan": _("Drew a fee plan"), "change_fee": _("Changed the fee of a plan"),
    "name_fee_plan": _("Named a fee plan"), "make_default": _("Made a fee plan everybody’s"),
    "draw_zone": _("Changed a delivery zone"), "unlist_city": _("Removed a city"),
    "place_order": _("Placed an order"),
    "product_waiting": _("Sent a product for review"), "product_approved": _("Approved a product"),
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
    "receive_gift": _("Recorded a gift"), "pay_tax": _("Recorded a payment of tax"),
    "take_back_tax": _("Took back a payment of tax"),
    **{f"order_{kind}": label for kind, label in FACTS.items()},
    "read_request": _("Read what a buyer and a seller said"),
    "request_asked": _("Asked for a piece"),
    "request_quoted": _("Named a price for a piece"),
    "request_accepted": _("Accepted a price"),
    "request_declined": _("Declined a request"),
    "request_withdrawn": _("Withdrew a request"),
    "request_expired": _("A request ended by the clock"),
    "tell_stage": _("Showed how a piece is coming along"),
    "hand_conversation": _("Took up a request"),
    "begin_course": _("A course was begun"),
    "describe_course": _("A course got other words"),
    "publish_course": _("A course was published"),
    "withdraw_course": _("A course was withdrawn"),
    "write_lesson": _("A lesson was written"),
    "show_lesson": _("A lesson was shown to learners"),
    "hide_lesson": _("A lesson was hidden"),
    "move_lesson": _("A lesson got another place"),
    "write_check": _("The check of a lesson was written"),
    "drop_check": _("The check of a lesson was removed"),
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
    "request_in_work": _("A piece was begun"), "request_ready": _("A piece was finished"),
    "request_ended": _("A request was sent off"),
    "begin_draft": _("Began a product"), "send_draft": _("Sent a draft"), "drop_draft": _("Dropped a draft"),
    "bring_back_draft": _("Brought a draft back"), "took_back_quote": _("Took a quote back"),
    "take_back_draft": _("Took a sent product back"),
    "write_words": _("Wrote texts for a product"), "words_agreed": _("The maker agreed to the texts"),
    "words_refused": _("The maker did not agree to the texts"), "set_quantity": _("Changed a number of pieces"),
    "name_checker": _("Named who checks pieces"), "let_checker_go": _("Ended that somebody checks pieces"),
    "issue_invoice": _("An invoice was written"), "issue_credit_note": _("A credit note was written"),
    "issue_purchase": _("A seller’s invoice to the market was written"),
    "issue_commission": _("An invoice for fees was written"), "issue_receipt": _("A receipt was written"),
    "took_back_accept": _("Took an acceptance back"), "took_back_later": _("Took more days back"),
    "took_back_decline": _("Took a refusal back"), "took_back_made": _("Took “made” back"),
    "took_back_pack": _("Took “packed” back"), "took_back_hand_over": _("Took a handover back"),
    "recording.erased": _("A recording was erased"), "prompt.recorded": _("Recorded a sentence"),
    "prompt.removed": _("Removed the voice of a sentence"), "take_members": _("Brought a list of members in"),
    "keep_document": _("A document was handed in"), "read_document": _("Opened a document"),
    "read_bank_account": _("Saw the number of a bank account"),
    "begin_application": _("Began to apply"), "drop_application": _("Dropped an application"),
    "appeal": _("Objected to a decision"), "appeal_granted": _("An objection was granted"),
    "appeal_upheld": _("A decision was upheld"), "set_requirement": _("Wrote what sellers must show"),
    "retire_requirement": _("No longer asks sellers for something"), "answer_requirement": _("Showed what is asked for"),
    "open_for_cohort": _("Opened the market for a group"), "paper_pending": _("A paper is looked at again"),
    "paper_accepted": _("Accepted a paper"), "paper_rejected": _("Sent a paper back"), "paper_waived": _("Did without a paper"),
    "give_mandate": _("Gave a mandate"), "end_mandate": _("Ended a mandate"), "propose_price": _("Proposed a price"),
    "proposal_confirmed": _("A proposal was agreed to"), "proposal_refused": _("A proposal was refused"),
    "proposal_stale": _("A proposal came too late"), "close_shop": _("Opened or closed a shop"),
    "admission_lifted": _("Lifted a suspension"), "suspension_in_effect": _("A suspension took effect"),
    "set_cohort": _("Put a seller into a group"),
    "send_pay_link": _("Sent a link to pay"),
    "name_brought": _("Said what a line of the bank brought"),
}  # fmt: skip

SUBJECTS: Words = {
    "batch": _("Payouts"), "cart": _("Basket"), "certificate": _("Certificate"), "contract": _("Contract"),
    "conversation": _("Conversation"), "course": _("Course"), "document": _("Document"), "draft": _("Draft"),
    "external_course": _("Course of others"), "gift": _("Gift"), "grant": _("Mandate"), "import": _("Catalogue file"),
    "inspection": _("Check"), "learner": _("Learner"), "market": _("Market"), "narrowing": _("Right"),
    "order": _("Order"), "organisation": _("Seller"), "paper": _("Paper"), "payout": _("Payout"), "person": _("Person"),
    "product": _("Product"), "prompt": _("Spoken sentence"), "purchase": _("Purchase"), "rates": _("Rates of exchange"),
    "recording": _("Voice"), "request": _("Request"), "statement": _("Bank statement"), "tax": _("Tax"),
    "training_session": _("Training session"), "withdrawal": _("Money asked for"),
}  # fmt: skip
"""Kinds of things an act is about."""

REASONS: Mapping[str, Words] = {
    "decide_refund": ENDINGS,
    **{f"order_{kind}": ENDINGS for kind in FACTS},
    "recording.erased": {"forgotten": _("Its time was over"), "unneeded": _("Nobody needed it")},
    "request_declined": {"cannot": _("The seller cannot make it")},
}
"""Act → its reasons that are codes. Every other reason is somebody's own words."""


def about(row: AuditEntry, names: Mapping[str, str]) -> tuple[str, str]:
    """What kind of thing, and its code or name; the key of a person is not shown. ``names``: of people by reference."""
    kind, _sign, code = row.subject.partition(":")
    return word(SUBJECTS, kind), names.get(row.subject, "") if kind == "person" else code


def why(row: AuditEntry) -> str:
    """The reason in the active language, or as it was written."""
    codes = row.reason.split(",")
    if row.action in ("product_sent_back", "edit_sent_back") and set(codes) <= set(RETURNED):
        return told(codes, "")
    return word(REASONS.get(row.action, {}), row.reason)
