from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "tadamun.trade.orders"
    label = "orders"

    def ready(self) -> None:
        from tadamun.people.recordings.uses import voices_lie_in
        from tadamun.trade.orders.models import Fact

        voices_lie_in(Fact, "detail__voice")
