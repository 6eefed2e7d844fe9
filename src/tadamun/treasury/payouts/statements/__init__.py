"""Files of banks, read into lines: ISO 20022 camt.053 and plain CSV. Reads only; what a line means is decided elsewhere."""

from tadamun.treasury.payouts.statements.lines import MOST_BYTES, BadStatement, Line, read_statement

__all__ = ["MOST_BYTES", "BadStatement", "Line", "read_statement"]
