from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "tadamun.treasury.payments"
    label = "payments"
