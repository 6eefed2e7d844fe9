"""What stands beside one another agrees: in French an order is feminine, whoever reads it."""

import pytest
from django.utils.translation import override

from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.web.backoffice import payout_words, wording
from tadamun.web.storefront.following import ENDS, STEPS
from tadamun.web.storefront.state_words import state_word
from tadamun.web.workshop.wording import ORDER_STATES

G, M, K = SellerOrder.GoodsState, SellerOrder.MoneyState, Fact.Kind


@pytest.mark.parametrize(
    ("word", "french"),
    [
        (wording.GOODS[G.DELIVERED], "Livrée"), (wording.GOODS[G.CANCELLED], "Annulée"), (wording.GOODS[G.RETURNED], "Revenue"),
        (wording.GOODS[G.TO_HAND_OVER], "Emballée"), (wording.MONEY[M.PAID], "Payée"), (wording.MONEY[M.UNPAID], "Non payée"),
        (wording.MONEY[M.REFUNDED], "Remboursée"), (wording.FACTS[K.PLACED], "Commandée"),
        (wording.FACTS[K.CONFIRMED], "Confirmée"), (wording.FACTS[K.ACCEPTED], "Acceptée par le vendeur"),
        (wording.FACTS[K.REFUSED], "Refusée à la porte"), (wording.FACTS[K.RETURNED], "Retournée"),
        (wording.FACTS[K.MADE], "Fabriquée"), (STEPS[K.PAID][0], "Payée"),
        (STEPS[K.ACCEPTED][0], "Acceptée par le vendeur"), (ENDS[K.CANCELLED], "Annulée"),
        (ORDER_STATES[G.DELIVERED][0], "Livrée"), (ORDER_STATES[G.CANCELLED][0], "Annulée"),
        (wording.REQUESTS["ready"], "Prête"), (wording.REQUESTS["ended"], "Envoyée"),
        (payout_words.PAYOUTS["failed"], "Non payé"), (wording.MESSAGES["sent"], "Envoyé"),
    ],
)  # fmt: skip
def test_a_state_agrees_with_what_it_is_of(word: object, french: str) -> None:
    with override("fr"):
        assert str(word) == french


def test_a_buyer_reads_her_order_in_the_same_words() -> None:
    with override("fr"):
        said = [state_word(state) for state in (G.TO_HAND_OVER, G.DELIVERED, G.RETURNED, G.CANCELLED)]
    assert said == ["Emballée", "Livrée", "Retournée", "Annulée"]
