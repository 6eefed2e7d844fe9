from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "tadamun.goods.stock"
    label = "stock"
