from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "tadamun.trade.inspections"
    label = "inspections"

    def ready(self) -> None:
        from tadamun.people.recordings.uses import voices_lie_in
        from tadamun.trade.inspections import reactions  # noqa: F401  registers them
        from tadamun.trade.inspections.models import Look

        voices_lie_in(Look, "voice__code")
