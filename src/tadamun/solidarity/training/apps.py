from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "tadamun.solidarity.training"
    label = "training"
