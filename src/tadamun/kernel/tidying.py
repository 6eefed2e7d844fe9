"""What was kept for a while, forgotten by the clock."""

from tadamun.kernel import once, uploads
from tadamun.kernel.jobs import daily


@daily(hour=4)
def forget_what_is_old() -> None:
    """Unfinished uploads and answers that no phone will ask for again."""
    uploads.forget_old()
    once.forget_old()
