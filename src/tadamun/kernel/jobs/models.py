"""The schedule's memory. The kernel's own ``models`` imports it, so that it belongs to the kernel app."""

from django.db import models


class ScheduledJob(models.Model):
    """When a job of the schedule is due next.

    Written by ``schedule.tick`` alone; a row goes with its code.
    """

    name = models.CharField(max_length=200, unique=True)
    next_at = models.DateTimeField()

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return self.name
