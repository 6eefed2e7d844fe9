"""The simulators are tried as they are used: as a process that speaks HTTP."""

from itertools import count

import pytest

from tests.simulators.process import shop

__all__ = ["shop"]

_numbers = count(1)


@pytest.fixture
def order() -> str:
    """An order that no other test has."""
    return f"T-{next(_numbers)}-1"
