"""Addresses below ``/<language>/`` that belong to no door."""

from django.urls import include, path

from tadamun.web.shared.views import machine_files

urlpatterns = [
    path("manifest.webmanifest", machine_files.manifest, name="manifest"),
    path("", include("tadamun.web.shared.entering.urls")),
]
