"""Short addresses in messages, without a language: each leads to the page in the buyer's own."""

from django.urls import URLPattern, path

from tadamun.web.storefront.views import tracking

urlpatterns: list[URLPattern] = [
    path("o/<str:short>", tracking.short_order),
    path("c/<str:short>", tracking.short_confirmation),
]
