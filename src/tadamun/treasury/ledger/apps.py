from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tadamun.treasury.ledger"
    label = "ledger"
