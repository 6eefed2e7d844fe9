"""Every door's addresses, in one place."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("motif/", include("tadamun.ui.urls")),
]
