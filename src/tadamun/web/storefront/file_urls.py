"""Files of the storefront at addresses without a language."""

from django.urls import path

from tadamun.web.storefront.views import badges, card_pictures

urlpatterns = [
    path("cards/<str:name>", card_pictures.card_picture, name="card_picture"),
    path("lessons/<str:name>.svg", badges.lesson_picture, name="lesson_picture"),
    path("lessons/<str:name>.webp", badges.own_lesson_picture, name="own_lesson_picture"),
    path("badges/issuer.json", badges.issuer, name="badge_issuer"),
    path("badges/keys.json", badges.keys, name="badge_keys"),
    path("badges/keys/<slug:kid>.json", badges.key, name="badge_key"),
    path("badges/achievements/<slug:slug>.json", badges.achievement, name="badge_achievement"),
    path("badges/credentials/<slug:code>", badges.credential, name="badge_credential"),
    path("badges/revocations.json", badges.revocations, name="badge_revocations"),
]
