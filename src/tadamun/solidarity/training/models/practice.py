"""Where people practise: a market of play money beside the real one, and a shop of one's own in it."""

from django.db import models
from django.db.models import F, Q

from tadamun.kernel import clock
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.solidarity.training.models.learning import Learner


class PracticeMarket(models.Model):
    """The market in which a market's learners practise. It has no host, is never open and pays nobody."""

    market = models.OneToOneField(Market, on_delete=models.CASCADE, related_name="practice_market")
    sandbox = models.OneToOneField(Market, on_delete=models.PROTECT, related_name="practice_of")
    made_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["PracticeMarket"](market="market")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(market=F("sandbox")), name="nobody_practises_in_earnest")
        ]


class PracticeDesk(models.Model):
    """A learner's shop for practice; beginning again leaves it and makes another. ``left_at``: since when it is left."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="practice_desks")
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="practice_desk")
    made_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    objects = ScopedManager["PracticeDesk"](market="learner__market")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner"], condition=Q(left_at__isnull=True), name="one_practice_desk_at_a_time"
            )
        ]
