from django.apps import AppConfig


class SellersConfig(AppConfig):
    name = "tadamun.people.sellers"
    label = "sellers"

    def ready(self) -> None:
        from tadamun.people.recordings.uses import voices_lie_in
        from tadamun.people.sellers import entering, jobs, reactions  # noqa: F401  registers them
        from tadamun.people.sellers.models import Appeal, Application, Decision, Grant, Maker, Submission

        voices_lie_in(Submission, "recording", "voice")
        voices_lie_in(Application, "answers__voice")
        voices_lie_in(Grant, "recording")
        voices_lie_in(Maker, "voice")
        voices_lie_in(Decision, "voice")
        voices_lie_in(Appeal, "voice", "answer_voice")
