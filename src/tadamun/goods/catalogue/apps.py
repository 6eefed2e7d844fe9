from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tadamun.goods.catalogue"
    label = "catalogue"
