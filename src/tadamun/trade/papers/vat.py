"""Which VAT a line bears and how much of it is tax: see docs/algorithms/vat.md. The table is ``data/vat.toml``."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tadamun.goods.catalogue.crafts import craft_path
from tadamun.kernel.money import Money, total

LIABLE = "liable"
HOME = "MA"


@dataclass(frozen=True, slots=True)
class VatClass:
    """``rate_bp``: hundredths of a percent. ``ground``: why no tax is charged; empty where some is."""

    code: str
    rate_bp: int
    ground: str = ""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data/vat.toml").read_text(encoding="utf-8"))


@cache
def _classes() -> dict[str, VatClass]:
    rows: Mapping[str, Any] = _table()["classes"]
    return {code: VatClass(code, row["rate_bp"], row.get("ground", "")) for code, row in rows.items()}


@cache
def _by_craft() -> dict[str, VatClass]:
    rows: Mapping[str, Any] = _table()["classes"]
    return {craft: _classes()[code] for code, row in rows.items() for craft in row.get("crafts", ())}


def statuses() -> tuple[str, ...]:
    """What an issuer may be."""
    return tuple(_table()["statuses"])


def status_of(written: str, kind: str, region: str) -> str:
    """What an organisation is: as written down, else what its country and kind are taken for."""
    if written in _table()["statuses"]:
        return written
    return str(_table()["defaults"].get(kind, LIABLE)) if region.startswith(HOME) else "foreign"


def class_of(craft: str, status: str, *, abroad: bool) -> VatClass:
    """Of goods of that craft sold by an issuer of that status, delivered abroad or at home."""
    if ground := _table()["statuses"][status]:
        return VatClass(status, 0, ground)
    if abroad:
        return _classes()["export"]
    return next(
        (_by_craft()[slug] for slug in craft_path(craft) if slug in _by_craft()), _classes()["standard"]
    )


def tax_within(amounts: Sequence[Money], rate_bp: int) -> list[Money]:
    """The tax that each of some lines of one rate contains; their sum is that of the sum, rounded once."""
    whole = total(amounts, amounts[0].currency)
    divisor = 10_000 + rate_bp
    tax = Money((2 * whole.minor * rate_bp + divisor) // (2 * divisor), whole.currency)
    return tax.split([amount.minor for amount in amounts])


def taxes_of(lines: Iterable[tuple[Money, VatClass]]) -> list[Money]:
    """The tax of each line, those of one rate together."""
    rows = list(lines)
    found = [Money(0, amount.currency) for amount, _class in rows]
    for rate in {vat.rate_bp for _amount, vat in rows}:
        here = [place for place, (_amount, vat) in enumerate(rows) if vat.rate_bp == rate]
        for place, tax in zip(here, tax_within([rows[place][0] for place in here], rate), strict=True):
            found[place] = tax
    return found


def shared_back(amount: int, left: Sequence[int]) -> list[int]:
    """A refund over what is left of each line, in minor units: never more than a line has."""
    return [part.minor for part in Money(amount, "MAD").split(left)] if any(left) else [0] * len(left)


def tax_back(part: int, left: int, tax_left: int) -> int:
    """Of what is left of a line and its tax, the tax of ``part``: half up, all of it with the whole rest."""
    return (2 * tax_left * part + left) // (2 * left) if left else 0
