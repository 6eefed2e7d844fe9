from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "tadamun.solidarity.training"
    label = "training"

    def ready(self) -> None:
        from functools import partial

        from tadamun.kernel.health import register_check
        from tadamun.people.recordings.uses import voices_lie_in
        from tadamun.people.sellers.ceilings import register_ceiling
        from tadamun.people.sellers.requirements import register_evaluator
        from tadamun.solidarity.training import jobs  # noqa: F401  registers them
        from tadamun.solidarity.training.models import StepRecording
        from tadamun.solidarity.training.own import lost_pictures
        from tadamun.solidarity.training.rights import RIGHTS, limit_of, trained

        register_check("lessons", lost_pictures)
        register_evaluator("training", trained)
        voices_lie_in(StepRecording, "recording")
        for right in RIGHTS:
            register_ceiling(right, partial(limit_of, right=right))
