"""What a batch looks like outside: a bank's file, a table, a list to sign. Each is made of a batch and its payouts."""

from tadamun.treasury.payouts.files.pain import CannotWrite, write_pain
from tadamun.treasury.payouts.files.table import table_of

__all__ = ["CannotWrite", "table_of", "write_pain"]
