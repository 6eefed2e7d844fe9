from django.apps import AppConfig


class WebSharedConfig(AppConfig):
    name = "tadamun.web.shared"
    label = "web_shared"

    def ready(self) -> None:
        from tadamun.web.shared import links  # models are ready only now

        links.register()
