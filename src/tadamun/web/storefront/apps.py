from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "tadamun.web.storefront"
    label = "storefront"
