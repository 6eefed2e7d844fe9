"""What holds of a merchant's orders at any moment: the book has what the papers say."""

from tadamun.kernel.scopes import everything
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.papers.models import Paper
from tadamun.treasury.ledger.models import Account, Entry

K = Paper.Kind
OWED = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)
GOODS_AND_MARGIN = ("sale", "sale_back", "margin", "margin_back")


def papers_and_book_agree(order: SellerOrder, tax_owed: int) -> str:
    """``tax_owed``: of the order, by the book. The tax of the market's papers less that of its seller's; and she earned what hers
    come to, but for one unit that a part given back may round up. What was seen.
    """
    reference = str(order.reference)
    with everything("a test's own papers and book"):
        rows = list(Paper.objects.select_related("corrects").filter(order=reference).exclude(kind=K.RECEIPT))
        entries = Entry.objects.filter(subject=reference, kind__in=GOODS_AND_MARGIN)
        hers = sum(entries.filter(credit__kind__in=OWED).values_list("amount_minor", flat=True))
        hers -= sum(entries.filter(debit__kind__in=OWED).values_list("amount_minor", flat=True))
    sold, bought, billed = 0, 0, 0
    for paper in rows:
        sign = -1 if paper.corrects else 1
        tax = sign * sum(line["tax_minor"] for line in paper.content["lines"])
        if K.PURCHASE in (paper.kind, paper.corrects.kind if paper.corrects else ""):
            bought += tax
            billed += sign * sum(
                line["sum_minor"] for line in paper.content["lines"] if line["what"] == "goods"
            )
        else:
            sold += tax
    assert tax_owed == sold - bought, (tax_owed, sold, bought)
    assert 0 <= hers - billed <= 1, (hers, billed)
    return "a merchant deducts" if bought else "a merchant's tax" if sold else "a merchant"
