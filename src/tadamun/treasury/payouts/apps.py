from importlib import import_module

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "tadamun.treasury.payouts"
    label = "payouts"

    def ready(self) -> None:
        import_module("tadamun.treasury.payouts.reactions")
