from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "tadamun.web.backoffice"
    label = "backoffice"
