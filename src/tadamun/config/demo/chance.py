"""Choices that look free and are the same on every machine."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def dice(*seed: object) -> Random:
    """A generator for these words alone: what one plan draws never shifts another."""
    return Random("/".join(str(part) for part in seed))  # noqa: S311 - nothing secret is drawn


def some(chance: Random, things: Sequence[T], low: int, high: int) -> list[T]:
    """Between ``low`` and ``high`` different ones, or all when there are fewer, in their order."""
    count = chance.randint(min(low, len(things)), min(high, len(things)))
    return [things[at] for at in sorted(chance.sample(range(len(things)), count))]
