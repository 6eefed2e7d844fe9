from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "tadamun.trade.inspections"
    label = "inspections"

    def ready(self) -> None:
        from tadamun.trade.inspections import reactions  # noqa: F401  registers them
