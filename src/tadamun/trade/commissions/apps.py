from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    name = "tadamun.trade.commissions"
    label = "commissions"

    def ready(self) -> None:
        from tadamun.people.recordings.uses import voices_lie_in
        from tadamun.trade.commissions import jobs, reactions  # noqa: F401  registers them
        from tadamun.trade.commissions.models import PendingAnswer, Quote, Stage

        voices_lie_in(Quote, "recording__code")
        voices_lie_in(PendingAnswer, "recording__code")
        voices_lie_in(Stage, "recording__code")
