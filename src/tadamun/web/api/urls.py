"""Addresses for programs, without a language."""

from django.urls import path

from tadamun.web.api.views import notices

app_name = "api"
urlpatterns = [
    path("hooks/payments/<slug:provider>/<str:code>/", notices.payment, name="payment_notice"),
]
