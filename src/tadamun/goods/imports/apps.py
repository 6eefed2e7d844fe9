from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "tadamun.goods.imports"
    label = "imports"
