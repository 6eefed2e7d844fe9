"""What a market may decide without code. Every field is a question for the operator, with the default we would choose."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Policies:
    """Amounts are minor units of the market's currency, times minutes, hours or days as named."""

    fund_pays_fee: bool = False  # while donors' money lasts; question: for all sellers, or some?
    fee_vat_bp: int = 2000  # VAT on the fee; question: is the operator liable?
    stamp_duty_bp: int = 0  # on sales paid in cash (0.25 % by the CGI); question: who is liable?
    self_billing: bool = True  # as merchant it writes its sellers' invoices to it; question: has each agreed?
    purchase_vat: bool = True  # as merchant it deducts the VAT of those; question: of all it buys?
    moderation: bool = True  # products are reviewed before they are shown
    green_hand: bool = (
        True  # words others wrote for a piece told by voice are shown once its maker heard and agreed
    )
    hold_minutes: int = 15  # how long a unique piece stays in a basket
    hold_longest_minutes: int = (
        60  # a day: so long one visitor keeps a piece from others, however often added
    )
    checkout_hold_minutes: int = 30  # how long goods stay held while a payment is awaited
    return_days: int = 7  # law 31-08 art. 36; question: more for diaspora buyers?
    cash_on_delivery: bool = True
    cash_ceiling_minor: int = 200_000  # above it, cash on delivery is not offered
    cash_collected_by: str = "carrier"  # or "seller": then the fee becomes a cash-sale debt
    debt_most_minor: int = 50_000  # of fees a seller may owe of cash she kept; 0: no limit
    debt_days: int = 14  # owing more for so long she gets no new cash orders; question: who calls her first?
    confirm_cash: bool = True  # a cash order is confirmed by one tap before it is prepared
    confirm_hours: int = 48  # how long the confirmation link lives
    bank_transfer: bool = True
    transfer_days: int = 5  # an unpaid transfer order is cancelled after that
    deposit_bp: int = 3000  # of made-to-order goods, paid when ordered; 0: the whole at once
    deposit_from_minor: int = 50_000  # worth less, they are paid at once
    deposit_kept: bool = (
        False  # when she withdraws after work began; question: what do the terms of sale say?
    )
    deposit_vat: bool = (
        False  # tax of a deposit is due when it comes (CGI art. 95); question: of which sellers?
    )
    balance_cash: bool = True  # the balance may be paid at the door
    balance_remind_days: int = 3  # between two reminders of a balance
    balance_days: int = 14  # a packed piece whose balance is unpaid so long is shown to the operator
    custom_requests: bool = True  # buyers may ask for a piece that is made for them
    request_days: int = 14  # so long a request waits for an answer
    quote_days: int = 7  # so long a quoted price stands
    accept_hours: int = 48  # how long a seller has to accept
    escalate_hours: int = 24  # unanswered so long, who helps the seller is told; 0: never
    escalate_operator_hours: int = 36  # and then the market's team; 0: never
    more_days_most: int = 7  # working days a seller may ask for once an order; 0: none
    inspection_bp: int = 0  # share of orders a peer checks before they leave; 10000: all
    away_most_days: int = 60  # how long a shop may be closed; question: who calls her afterwards?
    prepare_days: int = 2  # working days before hand-over of goods in stock
    retention_days: int = 1095  # buyers' data in finished orders are erased after that
    free_delivery_minor: int = 0  # delivery is free from this value of one seller's goods; 0: never
    phone_messages_an_hour: int = 600  # by SMS or WhatsApp; question: what may an attack cost?
    payout_least_minor: int = 0  # below it money waits; question: what does a transfer cost?
    payout_asked: bool = False  # only who asked is paid; question: or all that is ready, each time?
    payout_weekday: int = 0  # 1 Monday … 7 Sunday: sellers are told when; 0: no fixed day
    pay_suspended: bool = True  # what is hers; question: what do the terms say of money held?
    withdrawal_days: int = 7  # asked for so long and not paid is shown to the operator
    destination_hours: int = 24  # a new account is paid to after that: time to notice a stranger's change
    overdue_days: int = 7  # money an acquirer or carrier still has after that is asked for
    seller_currencies: tuple[str, ...] = ()  # besides the market's own
    practice: bool = False  # play money: nobody is told anything, no papers are written

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Unknown keys are ignored, so that an older row keeps working."""
        known = {field.name for field in fields(cls)}
        kept: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in values.items()
            if key in known
        }
        return cls(**kept)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
