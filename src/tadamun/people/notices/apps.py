from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tadamun.people.notices"
    label = "notices"
