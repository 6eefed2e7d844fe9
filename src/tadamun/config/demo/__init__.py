"""Demonstration content: four markets with sellers, goods, pictures, buyers and orders, all invented and marked so.

``make`` fills an installation through the same operations as real content; nothing here writes a row by itself.
Words: a *plan* is what shall be made, read from ``data/`` or composed from it; a *recipe* says what the products of one
craft are called, cost and look like. Plans are the same for the same seed.
"""

import os
from collections.abc import Callable
from typing import Any


def make(
    *, products: int | None = None, if_empty: bool = False, progress: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Fill an empty installation; returns what was made and who may sign in.

    ``products``: this many in all, without pictures and orders, for measurements; else sixty a market with both.
    ``if_empty``: where there is a market already, do nothing, return nothing and say who may sign in if it is the
    demonstration's; without it that raises ``filling.AlreadyFilled`` and nothing was written.
    """
    # Loaded here: plans and pictures are also read by processes that have no Django.
    from tadamun.config.demo.filling import fill

    say = progress or (lambda _text: None)
    return fill(count=products, if_empty=if_empty, say=say, processes=os.cpu_count() or 1)
