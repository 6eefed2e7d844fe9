"""Addresses of the design, to be included under `motif/`."""

from django.urls import path

from tadamun.ui.views import motif_tile

app_name = "ui"
urlpatterns = [path("<slug:family>/<slug:seed>.svg", motif_tile, name="motif")]
