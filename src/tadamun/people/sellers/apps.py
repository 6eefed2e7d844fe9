from django.apps import AppConfig


class SellersConfig(AppConfig):
    name = "tadamun.people.sellers"
    label = "sellers"

    def ready(self) -> None:
        from tadamun.people.sellers import entering, jobs, reactions  # noqa: F401  registers them
