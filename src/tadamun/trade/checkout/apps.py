from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "tadamun.trade.checkout"
    label = "checkout"

    def ready(self) -> None:
        from tadamun.trade.checkout import reactions  # noqa: F401  registers them
