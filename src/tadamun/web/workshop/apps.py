from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "tadamun.web.workshop"
    label = "workshop"
