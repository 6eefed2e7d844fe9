"""Which format a file has, and the lines it holds."""

from itertools import islice

from tadamun.treasury.payouts.statements.camt import read_camt
from tadamun.treasury.payouts.statements.line import BadStatement, Line
from tadamun.treasury.payouts.statements.table import read_table

MOST_LINES = 20_000
MOST_BYTES = MOST_LINES * 1024
"""An entry of camt.053 with all it may say of one transaction takes about a kilobyte."""

__all__ = ["BadStatement", "Line", "read_statement"]


def read_statement(data: bytes, currency: str) -> list[Line]:
    """Lines in the order of the file; ``currency`` of a table that names none. Raises ``BadStatement``."""
    if len(data) > MOST_BYTES:
        raise BadStatement("too_large")
    if not data.strip():
        raise BadStatement("empty")
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")
    lines = list(
        islice(read_camt(data) if start.startswith(b"<") else read_table(data, currency), MOST_LINES + 1)
    )
    if len(lines) > MOST_LINES:
        raise BadStatement("too_large")
    return lines
