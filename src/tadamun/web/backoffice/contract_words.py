"""What each thing a contract must say is called, and what to ask the acquirer about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.treasury.payments.models import Contract

Words = dict[str, Promise]

PROTOCOLS: Words = {
    "est": _("Bank card by CMI or a bank it works for (EST, Payten)"),
    "mastercard": _("Bank card by Mastercard Gateway"),
    "youcan": _("Bank card by YouCan Pay"),
    "payzone": _("Bank card by Payzone"),
    "binga": _("Cash at an agency (Binga)"),
    "merchant_qr": _("Mobile payment by QR code"),
    "terminal": _("Card terminals in sellers’ shops"),
}
CHANNELS: Words = {
    Contract.Channel.WEB: _("On our pages"),
    Contract.Channel.LINK: _("By a link that is sent"),
    Contract.Channel.TERMINAL: _("At a terminal in the shop, by the number of its receipt"),
    Contract.Channel.BILL: _("On a bill: for orders that stand, a balance or another try"),
}
# By name; ``protocol.name`` where a protocol means something else by it.
FIELDS: Words = {
    "page_url": _("Address of the payment page"),
    "launch_url": _("Address of the payment page"),
    "form_url": _("Address of the payment page"),
    "pay_url": _("Address where orders are made"),
    "tokenize_url": _("Address where payments are made"),
    "api_url": _("Address for programs (API)"),
    "charges_url": _("Address for programs (API)"),
    "transactions_url": _("Address where payments are looked up"),
    "orders_url": _("Address where orders are looked up"),
    "host": _("Address of the gateway"),
    "page_path": _("Path of the payment page"),
    "script_path": _("Path of the gateway’s script"),
    "version": _("Version of the interface"),
    "client_id": _("Merchant number"),
    "merchant_id": _("Merchant number"),
    "merchant_account": _("Merchant account"),
    "merchant_name": _("Name on the payment page"),
    "merchant": _("Merchant number"),
    "terminal.sellers": _("Who holds a terminal"),
    "store_id": _("Store number"),
    "tran_type": _("When the money is taken"),
    "operation": _("When the money is taken"),
    "binga.kind": _("Kind of order"),
    "merchant_qr.kind": _("Kind of code"),
    "days": _("Days she has to pay"),
    "lookup": _("How payments are looked up"),
    "skin": _("Look of the payment page"),
    "signed_words": _("What a call signs"),
    "payload": _("Text of the code"),
    "template": _("Number of the template"),
    "guid": _("Name of the scheme (GUID)"),
    "category": _("Merchant category (MCC)"),
    "country": _("Country"),
    "name": _("Name in the code"),
    "city": _("City in the code"),
    "postcode": _("Postcode"),
    "terminal": _("Terminal"),
    "name_ar": _("Name in Arabic"),
    "city_ar": _("City in Arabic"),
    "user": _("User"),
    "caller_name": _("User for programs (API)"),
    "api_user": _("User for programs (API)"),
    "password": _("Password"),
    "caller_password": _("Password for programs (API)"),
    "api_password": _("Password for programs (API)"),
    "storekey": _("Store key"),
    "notification_secret": _("Key of notices"),
    "notification_key": _("Key of notices"),
    "paywall_secret_key": _("Key of the payment page"),
    "private_key": _("Private key"),
    "pri_key": _("Private key"),
    "pub_key": _("Public key"),
}
_ADDRESS = _("Question to the acquirer: which address is for tests, which for real money?")
_ASKING = _("Without it money goes back by hand, and a lost notice is not found by asking.")
_PROVING = _("Real money needs it: a notice is believed only once this address has confirmed it.")
_MAY = _("Question to the acquirer: may this user capture, cancel and refund?")
HINTS: Words = {
    "page_url": _ADDRESS,
    "launch_url": _ADDRESS,
    "host": _ADDRESS,
    "api_url": _ASKING,
    "charges_url": _ASKING,
    "transactions_url": _ASKING,
    "orders_url": _PROVING,
    "tran_type": _(
        "PreAuth: the amount is reserved and taken on our answer. Auth: taken at once. "
        "Question to the acquirer: which one is open for this contract?"
    ),
    "operation": _(
        "AUTHORIZE: the amount is reserved and taken by us. PURCHASE: taken at once. "
        "Question to the acquirer: which one is open for this contract?"
    ),
    "storekey": _("Set by you in the acquirer’s merchant pages. It signs every message."),
    "notification_secret": _("Without it each notice is checked by asking the gateway."),
    "api_user": _MAY,
    "caller_name": _MAY,
    "terminal.sellers": _(
        "Codes of sellers, with commas between, as in the address of their page here. Nobody else is offered it: who names a "
        "receipt says that her buyer has paid."
    ),
    "merchant_qr.kind": _(
        "static: she writes the amount. dynamic: amount and reference are in the code. "
        "Question to the acquirer: which may a shop make itself?"
    ),
    "payload": _("The text of the code you were given, if you have one; else fill in its parts."),
    "template": _("Question to the acquirer: which number and name does its scheme use?"),
    "binga.kind": _("Question to the acquirer: which kind is open for this contract?"),
    "lookup": _("Question to the acquirer: by which way may a payment be looked up?"),
    "signed_words": _("Question to the acquirer: which words of a call are signed, in which order?"),
}


def field_words(words: Words, protocol: str, name: str) -> str:
    """Of a field of a protocol; empty when there are none."""
    return str(words.get(f"{protocol}.{name}") or words.get(name) or "")
