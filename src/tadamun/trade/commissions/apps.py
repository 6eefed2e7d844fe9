from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    name = "tadamun.trade.commissions"
    label = "commissions"
