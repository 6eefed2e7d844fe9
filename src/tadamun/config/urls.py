"""Every door's addresses, in one place."""

from django.urls import include, path

from tadamun.web.shared import errors
from tadamun.web.shared.languages import under_language

urlpatterns = [  # what is asked most stands first: they are tried in turn
    under_language(
        path("workshop/", include("tadamun.web.workshop.urls")),
        path("office/", include("tadamun.web.backoffice.urls")),
        path("", include("tadamun.web.storefront.urls")),
        path("", include("tadamun.web.shared.language_urls")),
    ),
    path("motif/", include("tadamun.ui.urls")),
    path("", include("tadamun.web.shared.urls")),
    path("", include("tadamun.web.api.urls")),
    path("", include("tadamun.web.storefront.short_urls")),
    path("", include("tadamun.web.storefront.file_urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
