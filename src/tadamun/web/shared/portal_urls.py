"""Addresses on a host that shows no market."""

from django.urls import include, path

from tadamun.web.shared import errors
from tadamun.web.shared.views import health, icons, portal

urlpatterns = [
    path("", portal.portal, name="portal"),
    path("ar/", portal.portal),
    path("fr/", portal.portal),
    path("en/", portal.portal),
    path("", include("tadamun.web.api.urls")),  # a gateway may be told one host for all markets
    path("healthz", health.alive),
    path("livez", health.alive),
    path("readyz", health.ready),
    path("metrics", health.figures),
    path("icon.svg", icons.drawn),
    path("favicon.ico", icons.pixels),
    path("motif/", include("tadamun.ui.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
