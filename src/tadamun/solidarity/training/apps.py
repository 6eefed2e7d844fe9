from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "tadamun.solidarity.training"
    label = "training"

    def ready(self) -> None:
        from tadamun.people.sellers.ceilings import PIECES, register_ceiling
        from tadamun.people.sellers.requirements import register_evaluator
        from tadamun.solidarity.training import jobs  # noqa: F401  registers them
        from tadamun.solidarity.training.rights import LIST_PIECES, limit_of, trained

        register_evaluator("training", trained)
        register_ceiling(PIECES, lambda organisation, market: limit_of(organisation, market, LIST_PIECES))
