"""How each policy is asked of a market's team: its kind, its words, and the question behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """How a policy is asked; ``kind``: percent, money, whole, yes, collector or currencies."""

    kind: str
    label: Promise
    hint: Promise
    least: int = 0
    most: int = 10_000


QUESTIONS: Mapping[str, Question] = {
    "fund_pays_fee": Question(
        "yes",
        _("Donors pay the sellers’ fee"),
        _(
            "While the fund lasts, it pays the fee of each sale and the seller receives her whole price. Question: for all?"
        ),
    ),
    "fee_vat_bp": Question(
        "percent",
        _("VAT within the fee"),
        _("In percent. Question: is the operator liable to VAT? If not, zero."),
        0,
        100,
    ),
    "stamp_duty_bp": Question(
        "percent",
        _("Stamp duty on cash sales"),
        _(
            "In percent, printed on invoices and receipts; 0.25 by law for those who owe it. Question: who owes it here?"
        ),
        0,
        100,
    ),
    "self_billing": Question(
        "yes",
        _("As merchant, the market writes its sellers’ invoices to it"),
        _(
            "In each seller’s name, with her number and her VAT. Otherwise she writes them herself. "
            "Question: has each agreed in writing, and does the tax office accept it?"
        ),
    ),
    "purchase_vat": Question(
        "yes",
        _("As merchant, the market deducts the VAT of what it buys"),
        _("Only where its own sales bear VAT. Question: of all it buys, or only of a part (prorata)?"),
    ),
    "moderation": Question(
        "yes",
        _("Products are reviewed before they are shown"),
        _("Question: who reviews them, and within how many days?"),
    ),
    "green_hand": Question(
        "yes",
        _("Words written for a seller are shown only after she has heard and agreed"),
        _("For pieces that were listed by voice. Question: who reads them to her where the phone cannot?"),
    ),
    "hold_minutes": Question(
        "whole",
        _("Minutes a unique piece stays in a basket"),
        _("Question: long enough to pay, short enough for the next buyer?"),
        1,
        1440,
    ),
    "hold_longest_minutes": Question(
        "whole",
        _("Minutes a day one visitor keeps one piece"),
        _(
            "However often it is added again; then it stays in the basket, but others may buy it. "
            "Question: how long may one person keep all others waiting?"
        ),
        1,
        1440,
    ),
    "checkout_hold_minutes": Question(
        "whole",
        _("Minutes goods stay held while a payment is awaited"),
        _("Question: how long does a payment take on a weak network?"),
        1,
        1440,
    ),
    "return_days": Question(
        "whole",
        _("Days in which a buyer may withdraw"),
        _("At least 7 (law 31-08, article 36). Question: more for buyers abroad?"),
        7,
        365,
    ),
    "cash_on_delivery": Question(
        "yes", _("Cash on delivery is offered"), _("Question: which carrier brings the cash back, and when?")
    ),
    "cash_ceiling_minor": Question(
        "money",
        _("Highest order paid in cash"),
        _("Above it cash on delivery is not offered. Question: how much may a carrier hold?"),
    ),
    "cash_collected_by": Question(
        "collector",
        _("Who takes the cash at the door"),
        _("If it is the seller, she owes the market its fee."),
    ),
    "debt_most_minor": Question(
        "money",
        _("Most that a seller may owe of cash sales"),
        _("Fees of sales whose cash she kept. 0: no limit. Question: what can the market wait for?"),
    ),
    "debt_days": Question(
        "whole",
        _("Days she may owe more than that"),
        _("After them her buyers cannot pay at the door until she owes less. Question: who calls her first?"),
        0,
        365,
    ),
    "confirm_cash": Question(
        "yes",
        _("A cash order is confirmed by the buyer first"),
        _("One tap in a message. Question: how many parcels come back today?"),
    ),
    "confirm_hours": Question(
        "whole", _("Hours in which she confirms"), _("Then the order is cancelled by itself."), 1, 720
    ),
    "bank_transfer": Question(
        "yes",
        _("Bank transfer is offered"),
        _("Needs the bank account in the legal identity. Question: who looks at the account every day?"),
    ),
    "transfer_days": Question(
        "whole", _("Days in which a transfer must arrive"), _("Then the order is cancelled by itself."), 1, 60
    ),
    "deposit_bp": Question(
        "percent",
        _("Deposit on goods made to order"),
        _("In percent, paid when they are ordered; zero: all at once. Question: what do materials cost?"),
        0,
        99,
    ),
    "deposit_from_minor": Question(
        "money",
        _("A deposit is offered from"),
        _("Value of one seller’s goods made to order. Question: below what sum are two payments a burden?"),
    ),
    "deposit_kept": Question(
        "yes",
        _("The deposit is kept when the buyer withdraws after work began"),
        _("It is the seller’s then. Question: what do your terms of sale say, and is it fair?"),
    ),
    "deposit_vat": Question(
        "yes",
        _("VAT of a deposit is due when it is paid"),
        _(
            "Its receipt names the tax then; else tax is named at delivery. Question: which rule do your sellers follow?"
        ),
    ),
    "balance_cash": Question(
        "yes",
        _("The balance may be paid in cash at the door"),
        _("Within the limit for cash on delivery. Question: how many parcels come back today?"),
    ),
    "balance_remind_days": Question(
        "whole",
        _("Days between two reminders of a balance"),
        _("From the day the piece is ready. Question: how often is polite?"),
        1,
        60,
    ),
    "balance_days": Question(
        "whole",
        _("Days after which an unpaid balance is shown to you"),
        _("Nothing is cancelled by itself. Question: how long can a seller wait for her money?"),
        1,
        365,
    ),
    "custom_requests": Question(
        "yes",
        _("Buyers may ask for pieces made for them"),
        _("Question: do your sellers have time and wish for it?"),
    ),
    "request_days": Question(
        "whole",
        _("Days a request waits for an answer"),
        _(
            "Then it ends by itself and the buyer is told. Question: how long does an answer take in the villages?"
        ),
        1,
        90,
    ),
    "quote_days": Question(
        "whole",
        _("Days a quoted price stands"),
        _("Question: how long do materials keep their price?"),
        1,
        90,
    ),
    "accept_hours": Question(
        "whole",
        _("Hours in which a seller accepts"),
        _("Question: what do market days and weak networks allow?"),
        1,
        720,
    ),
    "escalate_hours": Question(
        "whole",
        _("Hours until the cooperative is told of an unanswered order"),
        _("Whoever may answer for the seller; zero: never. Question: how soon can somebody visit her?"),
        0,
        720,
    ),
    "escalate_operator_hours": Question(
        "whole",
        _("Hours until you are told of an unanswered order"),
        _("Zero: never. Question: who of your team calls her then?"),
        0,
        720,
    ),
    "more_days_most": Question(
        "whole",
        _("Working days a seller may ask for once an order"),
        _("The buyer is told the new day. Zero: none. Question: what do your buyers bear?"),
        0,
        60,
    ),
    "inspection_bp": Question(
        "percent",
        _("Orders that a peer checks before they leave"),
        _(
            "In percent, of sellers who have somebody to check; 0: none, 100: all. "
            "Question: who pays the way of the one who checks?"
        ),
        0,
        100,
    ),
    "away_most_days": Question(
        "whole",
        _("Days a shop may be closed for a holiday, at most"),
        _("Its products stay to be seen and cannot be ordered. Question: who asks her when she is back?"),
        1,
        365,
    ),
    "prepare_days": Question(
        "whole",
        _("Working days before goods in stock leave"),
        _("Question: how often does the carrier come to the village?"),
        0,
        60,
    ),
    "retention_days": Question(
        "whole",
        _("Days a finished order keeps its buyer’s data"),
        _("Then they are erased (law 09-08). Question: what did the market declare to the CNDP?"),
        30,
        3650,
    ),
    "free_delivery_minor": Question(
        "money",
        _("Delivery is free from"),
        _("Value of one seller’s goods in a basket; zero: never. Question: who pays the carrier then?"),
    ),
    "phone_messages_an_hour": Question(
        "whole",
        _("Messages to phones in an hour, at most"),
        _(
            "Codes and notices. Beyond it codes are refused and notices wait. "
            "Question: how many does the busiest hour need, and what does one cost?"
        ),
        10,
        100_000,
    ),
    "payout_least_minor": Question(
        "money",
        _("Least amount of a payout"),
        _("What is below it waits for the next payout. Question: what does a transfer cost?"),
    ),
    "payout_asked": Question(
        "yes",
        _("Only sellers who asked are paid"),
        _("Otherwise each payout pays all that is ready. Question: does a seller want to choose when?"),
    ),
    "payout_weekday": Question(
        "whole",
        _("Day of the week on which payouts are made"),
        _(
            "1 for Monday to 7 for Sunday; 0: no fixed day. Sellers are told it. Question: which day can you keep each week?"
        ),
        0,
        7,
    ),
    "pay_suspended": Question(
        "yes",
        _("A suspended seller is paid what is hers"),
        _("Otherwise her money waits until the decision is lifted. Question: what do your terms say?"),
    ),
    "withdrawal_days": Question(
        "whole",
        _("Days after which money that was asked for is late"),
        _("Then it is counted on the first page of the office. Question: what did you promise sellers?"),
        1,
        90,
    ),
    "destination_hours": Question(
        "whole",
        _("Hours before a seller’s new account is used"),
        _("All her colleagues are told at once. Question: how fast does a stranger’s change come to light?"),
        0,
        720,
    ),
    "overdue_days": Question(
        "whole",
        _("Days after which missing money is shown"),
        _("Money that an acquirer or carrier still has. Question: what do their contracts say?"),
        1,
        90,
    ),
    "seller_currencies": Question(
        "currencies",
        _("Sellers may also name prices in"),
        _("Besides the base currency. Question: who bears the difference of the exchange rate?"),
    ),
}
