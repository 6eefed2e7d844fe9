from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "tadamun.people.recordings"
    label = "recordings"
