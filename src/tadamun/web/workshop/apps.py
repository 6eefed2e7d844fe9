from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "tadamun.web.workshop"
    label = "workshop"

    def ready(self) -> None:
        from tadamun.web.workshop import joining_cards, other_cards

        other_cards.register()
        joining_cards.register()
