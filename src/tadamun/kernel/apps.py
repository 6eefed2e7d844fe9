from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "tadamun.kernel"
    label = "kernel"
