from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "tadamun.showcase.search"
    label = "search"

    def ready(self) -> None:
        from tadamun.showcase.search import reactions  # noqa: F401  registers them
