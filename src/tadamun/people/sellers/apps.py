from django.apps import AppConfig


class SellersConfig(AppConfig):
    name = "tadamun.people.sellers"
    label = "sellers"
