from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    name = "tadamun.trade.commissions"
    label = "commissions"

    def ready(self) -> None:
        from tadamun.trade.commissions import jobs, reactions  # noqa: F401  registers them
