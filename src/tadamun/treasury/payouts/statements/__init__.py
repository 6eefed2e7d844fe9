"""Files of banks, read into lines: ISO 20022 camt.053 and plain CSV. Reads only; what a line means is decided elsewhere."""

from tadamun.treasury.payouts.statements.lines import BadStatement, Line, read_statement

__all__ = ["BadStatement", "Line", "read_statement"]
