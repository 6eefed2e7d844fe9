"""What search does when the window changes: it notes the change in the same transaction, each machine's
index follows.
"""

from tadamun.kernel.events import reaction
from tadamun.showcase.search.operations import note_changes
from tadamun.showcase.window.events import RowsChanged


@reaction(RowsChanged, when="now")
def note_changed_rows(event: RowsChanged) -> None:
    note_changes((market, product) for market, product in event.pairs)
