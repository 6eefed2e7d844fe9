"""Files of the storefront at addresses without a language."""

from django.urls import path

from tadamun.web.storefront.views import card_pictures

urlpatterns = [path("cards/<str:name>", card_pictures.card_picture, name="card_picture")]
