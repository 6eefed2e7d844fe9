"""Addresses of the design, to be included under `motif/`."""

from django.urls import path, re_path

from tadamun.ui.views import motif_tile

app_name = "ui"
urlpatterns = [
    path("<slug:family>/<slug:seed>.svg", motif_tile, name="motif"),
    re_path(
        r"^(?P<family>[a-z]+)/(?P<seed>[a-z0-9-]+)/(?P<colour>[0-9a-f]{6})\.svg$",
        motif_tile,
        name="coloured_motif",
    ),
]
