from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tadamun.web.api"
    label = "api"
