"""Money that fits no order as it should: the market's team is told by message, once for each payment or statement."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.links import link
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.people.markets.rules import OPERATOR
from tadamun.people.notices.telling import tell_people
from tadamun.people.notices.voice import Said, Voice
from tadamun.trade.checkout.escalation import team_of
from tadamun.trade.orders.models import SellerOrder
from tadamun.treasury.payments.models import Contract, Payment, Refund
from tadamun.treasury.payments.providers.base import Heard
from tadamun.treasury.payouts.models import StatementLine


def tell_of_difference(payment: Payment, said: Money | None) -> None:
    """The gateway speaks of another amount or currency than was asked for: nothing moved."""

    def compose(voice: Voice) -> Said:
        facts = {
            "number": payment.code, "asked": voice.money(payment.amount), "said": voice.money(said) if said else "?",
            "link": link("office_payment", market=voice.market, language=voice.language, code=payment.code),
        }  # fmt: skip
        text = _(
            "Payment %(number)s: the bank says %(said)s, the order %(asked)s. It was not taken. %(link)s"
        )
        return Said(_("Payment %(number)s is of another amount") % facts, text % facts, facts["link"])

    _tell(payment.market, f"different/{payment.code}", "payment_different", compose)


def tell_of_stranger(contract: Contract, heard: Heard) -> None:
    """Its signature is right, and no payment of ours has that number."""

    def compose(voice: Voice) -> Said:
        facts = {
            "number": heard.reference[:40], "acquirer": contract.acquirer,
            "link": link("office_notices", market=voice.market, language=voice.language),
        }  # fmt: skip
        text = _("%(acquirer)s tells of payment %(number)s, which belongs to no order here. %(link)s")
        return Said(_("A payment belongs to no order"), text % facts, facts["link"])

    key = f"stranger/{contract.code}/{heard.reference[:60]}"
    _tell(contract.market, key, "payment_stranger", compose)


def tell_of_surplus(order: SellerOrder, payment: Payment) -> None:
    """It came for an order that had ended, or that another payment paid: a refund of it is decided."""

    def compose(voice: Voice) -> Said:
        facts = {
            "number": order.code,
            "link": link("office_payment", market=voice.market, language=voice.language, code=payment.code),
        }  # fmt: skip
        text = _("Money came for order %(number)s, which awaited none any more. It goes back: %(link)s")
        return Said(_("Money came that no order awaited"), text % facts, facts["link"])

    _tell(payment.market, f"surplus/{payment.code}", "payment_surplus", compose, str(order.reference))


def tell_of_untaken(payment: Payment) -> None:
    """Its order is paid in our book, and the gateway does not have the money, or does not take it."""

    def compose(voice: Voice) -> Said:
        facts = {
            "number": payment.code, "amount": voice.money(payment.amount),
            "link": link("office_payment", market=voice.market, language=voice.language, code=payment.code),
        }  # fmt: skip
        text = _(
            "Payment %(number)s of %(amount)s stands as received, and the bank says that it did not take it. Before goods leave, "
            "please ask the bank: %(link)s"
        )
        return Said(_("The bank did not take a payment"), text % facts, facts["link"])

    _tell(payment.market, f"untaken/{payment.code}", "payment_untaken", compose)


def tell_of_unsent(refund: Refund) -> None:
    """Its gateway refused to send a refund: a person must, or ask it again."""

    def compose(voice: Voice) -> Said:
        payment = refund.payment
        facts = {
            "number": refund.beneficiary.partition(":")[2], "amount": voice.money(refund.amount),
            "link": link("office_payment", market=voice.market, language=voice.language, code=payment.code),
        }  # fmt: skip
        text = _("The bank refused to send %(amount)s back for order %(number)s. The buyer waits: %(link)s")
        return Said(_("Money could not be sent back"), text % facts, facts["link"])

    _tell(refund.payment.market, f"unsent/{refund.code}", "payment_unsent", compose, refund.beneficiary)


def tell_of_lines(market: Market, lines: Sequence[StatementLine]) -> None:
    """New on the bank's statement, and no payout, acquirer, carrier or purchase of ours: to those who may explain them."""
    last = lines[-1]

    def compose(voice: Voice) -> Said:
        address = link("office_bank", market=voice.market, language=voice.language)
        facts = {
            "count": len(lines), "amount": voice.money(last.amount), "day": voice.day(last.on), "link": address,
        }  # fmt: skip
        text = ngettext(
            "A line of the bank’s statement belongs to nothing here: %(amount)s of %(day)s. Say what it is: %(link)s",
            "%(count)s lines of the bank’s statement belong to nothing here, the last is %(amount)s of %(day)s. "
            "Say what they are: %(link)s",
            len(lines),
        )  # fmt: skip
        return Said(_("The bank’s statement has what belongs to nothing"), text % facts, address)

    people = team_of(market.pk, OPERATOR)
    tell_people(market, people, key=f"bank/{last.pk}", kind="bank_line_odd", compose=compose)


def _tell(
    market: Market, key: str, kind: str, compose: Callable[[Voice], Said], subject_ref: str = ""
) -> None:
    """Repeating sends nothing: a gateway that is asked again says the same again."""
    tell_people(market, team_of(market.pk), key=key, kind=kind, compose=compose, subject_ref=subject_ref)
