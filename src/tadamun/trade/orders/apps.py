from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "tadamun.trade.orders"
    label = "orders"
