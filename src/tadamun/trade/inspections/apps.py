from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "tadamun.trade.inspections"
    label = "inspections"
