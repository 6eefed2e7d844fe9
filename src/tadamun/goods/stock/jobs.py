"""Stock work by the clock."""

from tadamun.goods.stock.operations import release_ended
from tadamun.kernel.jobs import every


@every(seconds=30)
def sweep_holds() -> None:
    """Baskets left behind give their pieces back even when nobody asks for them."""
    release_ended()
