"""An amount as banknotes and coins, for whoever knows money and not figures."""

from tadamun.kernel.money import Money, exponent

# In whole units, largest first. Question for each operator: which notes do people carry?
NOTES: dict[str, tuple[int, ...]] = {
    "MAD": (200, 100, 50, 20),
    "ILS": (200, 100, 50, 20),
    "JOD": (50, 20, 10, 5, 1),
}
COINS: dict[str, tuple[int, ...]] = {"MAD": (10, 5, 2, 1), "ILS": (10, 5, 2, 1), "JOD": ()}
_USUAL = (200, 100, 50, 20, 10, 5)
MOST_OF_ONE = 5  # beyond that a pile is shown with its number


def denominations(currency: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Notes and coins."""
    return NOTES.get(currency, _USUAL), COINS.get(currency, (2, 1))


def in_cash(money: Money) -> list[tuple[int, int, bool]]:
    """Denomination, how many, whether a note; what is less than the least coin is left out."""
    rest = money.minor // 10 ** exponent(money.currency)
    notes, coins = denominations(money.currency)
    found = []
    for value in (*notes, *coins):
        count, rest = divmod(rest, value)
        if count:
            found.append((value, count, value in notes))
    return found
