from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "tadamun.trade.papers"
    label = "papers"

    def ready(self) -> None:
        from tadamun.trade.papers import jobs, reactions  # noqa: F401  registers them
