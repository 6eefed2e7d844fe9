"""Kernel rows hold market and actor as plain references: they lie below the rooms that own those words."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.jobs.models import ScheduledJob
from tadamun.kernel.pagecache.models import TagBump

__all__ = ["AuditEntry", "KeptAnswer", "NumberSeries", "OutboxEvent", "ScheduledJob", "TagBump"]


class OutboxEvent(models.Model):
    """An event that is true, as announced. Written by ``events.announce``; append-only."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    market_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="outbox_subject")]


class AuditEntry(models.Model):
    """An act of a person or the system. Written by ``audit.record``; append-only, triggers forbid the rest."""

    id = models.BigAutoField(primary_key=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    market_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_subject"),
            models.Index(fields=["market_id", "-id"], name="audit_market"),
            models.Index(fields=["on_behalf_of", "at"], name="audit_in_whose_name"),
        ]


class NumberSeries(models.Model):
    """The last number given in a gapless series. Written by ``numbering.next_number`` alone."""

    series = models.CharField(max_length=80, primary_key=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=0), name="number_series_counts_up")
        ]


class KeptAnswer(models.Model):
    """What was answered to an act that carried a key. Written by ``once.once`` alone; kept for some weeks."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64, help_text="sha256 of what was asked for")
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="an_act_is_done_once")]
