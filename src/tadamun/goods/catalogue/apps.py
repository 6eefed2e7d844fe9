from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tadamun.goods.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from tadamun.goods.catalogue import joining, reactions  # noqa: F401  registers them

        joining.register()
