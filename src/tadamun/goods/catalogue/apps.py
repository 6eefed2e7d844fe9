from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tadamun.goods.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from tadamun.goods.catalogue import joining, reactions  # noqa: F401  registers them
        from tadamun.goods.catalogue.models import Draft, Product, ProductEdit, Wording
        from tadamun.people.recordings.uses import voices_lie_in

        voices_lie_in(Product, "review_voice")
        voices_lie_in(ProductEdit, "voice")
        voices_lie_in(Draft, "voice")
        voices_lie_in(Wording, "voice", "reading", "answer")
        voices_lie_in(Wording, *(f"provenance__{language}__from" for language in ("ar", "fr", "en")))

        joining.register()
