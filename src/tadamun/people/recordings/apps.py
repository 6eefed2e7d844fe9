from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "tadamun.people.recordings"
    label = "recordings"

    def ready(self) -> None:
        from tadamun.people.recordings import jobs  # noqa: F401  registers it
        from tadamun.people.recordings.models import Prompt
        from tadamun.people.recordings.uses import voices_lie_in

        voices_lie_in(Prompt, "recording__code")
