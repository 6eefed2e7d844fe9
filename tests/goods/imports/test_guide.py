"""The guide's example is a real file, and its table names every column there is."""

import csv
import re
from io import StringIO
from pathlib import Path

from tadamun.goods.imports.dialects import dialect_named
from tadamun.goods.imports.dialects.base import Writing
from tadamun.goods.imports.dialects.own import _columns
from tests.goods.imports.reading import outcomes

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "import.md"


def test_the_worked_example_imports_without_a_problem() -> None:
    example = re.search(r"```csv\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    products, problems = outcomes(example[1])
    assert problems == []
    assert [(product.handle, len(product.variants)) for product in products] == [
        ("zarbia-azilal", 2),
        ("thob-bayt-lahm", 1),
        ("safi-plat", 1),
    ]
    assert products[1].variants[0].price_minor == 95500


def test_the_table_names_every_column_we_write_and_no_other() -> None:
    named = set()
    for line in GUIDE.read_text(encoding="utf-8").partition("## Our own file")[2].splitlines():
        if line.startswith("| `"):
            named |= set(re.findall(r"`([a-z0-9_]+)`", line.split(" | ")[0]))
    text = re.compile(r"_(ar|fr|en)$")
    option = re.compile(r"^option\d")
    plain = {option.sub("option1", text.sub("", name)) for name in named}
    written = {option.sub("option1", text.sub("", name)) for name in _columns(Writing())}
    assert plain == written
    header = next(csv.reader(StringIO(",".join(_columns(Writing())))))
    assert dialect_named("tadamun").recognised(header) == len(header)
