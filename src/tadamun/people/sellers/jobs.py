"""What sellers do by the clock: suspensions whose day came, and the week in her name."""

from tadamun.kernel import clock
from tadamun.kernel.jobs import daily, every
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations import take_effect
from tadamun.people.sellers.operations.telling import tell_of_last_week


@every(seconds=300)
def suspensions_in_effect() -> int:
    """Close the shops whose day has come; those whose sellers were told of it before."""
    with everything("suspensions of all markets whose day has come"):
        due = list(Admission.objects.filter(suspends_at__lte=clock.now()).order_by("pk")[:200])
    return sum(take_effect(admission) for admission in due)


@daily(hour=9, zone="Africa/Casablanca")
def weeks_in_her_name() -> int:
    """On the first day of a week that a worker runs; the message's key keeps it to one a week."""
    return tell_of_last_week()
