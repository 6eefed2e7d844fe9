"""What was understood of a file comes back as it was, from memory or from disk."""

import pytest

from tadamun.goods.imports.neutral import ImageRef, NeutralProduct, NeutralVariant
from tadamun.goods.imports.problems import RowProblem
from tadamun.goods.imports.spool import Chunks

FULL = NeutralProduct(
    handle="tapis",
    titles={"ar": "زربية", "fr": "Tapis"},
    attributes={"colour": {"fr": "bleu"}},
    tags=("laine", "berbère"),
    published=False,
    option_names=("Taille",),
    images=(ImageRef("https://example.org/1.jpg", {"fr": "De face"}),),
    variants=(NeutralVariant(45_000, "MAD", sku="T-1", options=("L",), mode="unique", weight_g=300, row=7),),
    rows=(7, 9),
)
PROBLEM = RowProblem(3, "price", "price_missing", "x", {"one": 1})


@pytest.mark.parametrize("length", [1, 200_000])
def test_chunks_come_back_in_order_as_often_as_asked(length: int) -> None:
    long = RowProblem(1, "", "refused", "x" * length)
    with Chunks() as chunks:
        for number in range(50):
            chunks.add([number, long])
        for _ in range(2):
            assert [(first, second) for first, second in chunks] == [(n, long) for n in range(50)]


def test_products_and_problems_come_back_whole() -> None:
    with Chunks() as chunks:
        chunks.add([FULL, PROBLEM])
        chunks.add([])
        found, nothing = chunks
    assert found == [FULL, PROBLEM]
    assert nothing == []
    assert found[0].rows == (7, 9)  # which equality leaves out
    assert found[0].variants[0].row == 7
