"""What papers say, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.trade.papers.models import Paper

K = Paper.Kind
KINDS: dict[str, Promise] = {
    K.INVOICE: _("Invoice"),
    K.CREDIT_NOTE: _("Credit note"),
    K.COMMISSION: _("Commission invoice"),
    K.RECEIPT: _("Receipt"),
    K.PURCHASE: _("Invoice to the market"),
}
LINES: dict[str, Promise] = {
    "delivery": _("Delivery"),
    "payment": _("Amount received for the order"),
    "deposit": _("Deposit received for the order"),
    "balance": _("Balance received for the order"),
    "fee": _("Fee of the market on the sales of the month"),
}
MODES: dict[str, Promise] = {
    "cash_on_delivery": _("Cash"),
    "bank_transfer": _("Bank transfer"),
    "est": _("Bank card"),
    "mastercard": _("Bank card"),
    "youcan": _("Bank card"),
    "payzone": _("Bank card"),
    "binga": _("In cash at an agency"),
    "merchant_qr": _("Mobile payment (QR)"),
    "terminal": _("Bank card"),
    "payout": _("With the payouts of the market"),
}
REGISTERS: dict[str, Promise] = {
    "ice": _("ICE"),
    "tax_id": _("Tax ID"),
    "tp": _("Business tax (TP)"),
    "rc": _("Trade register"),
    "cooperative": _("Register of cooperatives (ODCO)"),
}
# Keys are those of data/vat.toml; articles are of the General Tax Code of Morocco.
GROUNDS: dict[str, Promise] = {
    "carpets": _("Exempt from VAT: hand-made carpets of local production (CGI, article 91-I)"),
    "flours": _("Exempt from VAT: couscous, semolina and flours (CGI, article 91-I)"),
    "dates": _("Exempt from VAT: packed dates produced in Morocco (CGI, article 91-I)"),
    "olive_oil": _("Exempt from VAT: olive oil of artisanal units (CGI, article 91-I)"),
    "export": _("Exempt from VAT: delivered abroad (CGI, article 92-I)"),
    "small_producer": _("Exempt from VAT: small producer (CGI, article 91-II)"),
    "cooperative": _("Exempt from VAT: cooperative (CGI, articles 91-IV and 93)"),
    "auto_entrepreneur": _("Auto-entrepreneur: no VAT is charged"),
    "foreign": _("The seller is established abroad: no Moroccan VAT is charged"),
    "no_vat_on_fee": _("No VAT is charged on this fee"),
}
STATUSES: dict[str, Promise] = {
    "liable": _("Liable to VAT"),
    "small_producer": _("Exempt: small producer"),
    "cooperative": _("Exempt: cooperative"),
    "auto_entrepreneur": _("Auto-entrepreneur"),
    "foreign": _("Established abroad"),
}
