from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "tadamun.solidarity.training"
    label = "training"

    def ready(self) -> None:
        from tadamun.people.sellers.requirements import register_evaluator
        from tadamun.solidarity.training import jobs  # noqa: F401  registers them
        from tadamun.solidarity.training.rights import trained

        register_evaluator("training", trained)
