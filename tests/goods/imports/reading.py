"""Reading files and bytes in tests."""

from io import BytesIO
from pathlib import Path

from tadamun.goods.imports.neutral import Defaults, NeutralProduct
from tadamun.goods.imports.opening import Catalogue
from tadamun.goods.imports.problems import RowProblem, UnreadableFile

FILES = Path(__file__).parent / "files"
MAD = Defaults("MAD", "fr")


def outcomes(content: bytes | str, defaults: Defaults = MAD) -> tuple[list[NeutralProduct], list[RowProblem]]:
    """Products and problems of a whole file; a file that breaks off adds its problem to the list."""
    products: list[NeutralProduct] = []
    problems: list[RowProblem] = []
    try:
        for outcome in Catalogue(BytesIO(content.encode() if isinstance(content, str) else content)).outcomes(
            defaults
        ):
            if isinstance(outcome, RowProblem):
                problems.append(outcome)
            else:
                products.append(outcome)
    except UnreadableFile as error:
        problems.append(error.problem)
    return products, problems


def golden(
    name: str, defaults: Defaults = MAD
) -> tuple[dict[str, NeutralProduct], list[tuple[int, str, str]]]:
    """The products of a file by handle, and row, column and code of its problems."""
    products, problems = outcomes((FILES / name).read_bytes(), defaults)
    return {product.handle: product for product in products}, [(p.row, p.column, p.code) for p in problems]


def only_problem(content: bytes | str) -> RowProblem:
    _, problems = outcomes(content)
    assert len(problems) == 1, problems
    return problems[0]
