"""What machines tell each other."""

from django.db import models
from django.db.models.functions import Now


class TagBump(models.Model):
    """Some tags changed, on one machine. Written by ``peers.announce`` in the transaction that changed them.

    Read by the other machines within a second, removed after an hour by ``peers.prune``.
    """

    id = models.BigAutoField(primary_key=True)
    tags = models.JSONField()
    machine = models.CharField(max_length=16)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return f"{self.id} by {self.machine}"
