from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "tadamun.trade.shipping"
    label = "shipping"
