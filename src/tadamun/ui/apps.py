"""The design system as a Django application, so that its templates, tags and static files are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Has no tables."""

    name = "tadamun.ui"
    label = "ui"
