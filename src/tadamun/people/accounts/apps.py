from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tadamun.people.accounts"
    label = "accounts"
