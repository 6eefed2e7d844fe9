"""Messages age: what they said is erased, that they were sent stays."""

from datetime import timedelta

from tadamun.kernel import clock
from tadamun.kernel.jobs import daily
from tadamun.people.notices.operations import forget_words

CODE_DAYS, WORD_DAYS = 1, 90


@daily(hour=3, minute=20)
def forget_old_words() -> None:
    now = clock.now()
    forget_words(codes_before=now - timedelta(days=CODE_DAYS), others_before=now - timedelta(days=WORD_DAYS))
