"""Addresses without a language, on the host of a market."""

from django.urls import path

from tadamun.web.shared.views import health, portal

app_name = "shared"
urlpatterns = [
    path("", portal.first_page, name="first_page"),
    path("healthz", health.alive, name="alive"),
    path("livez", health.alive),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.figures, name="figures"),
]
