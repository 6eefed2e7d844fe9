from django.apps import AppConfig


class WindowConfig(AppConfig):
    name = "tadamun.showcase.window"
    label = "window"

    def ready(self) -> None:
        from tadamun.showcase.window import reactions  # noqa: F401  registers them
