from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "tadamun.people.markets"
    label = "markets"
