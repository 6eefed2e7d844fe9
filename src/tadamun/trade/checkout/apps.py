from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "tadamun.trade.checkout"
    label = "checkout"
