"""Addresses of training, below ``/<language>/office/training/``."""

from django.urls import path

from tadamun.web.backoffice.views import training

urlpatterns = [
    path("training/", training.training, name="training"),
]
