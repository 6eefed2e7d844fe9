"""Basket, checkout, tracking, account and sign-in, below ``/<language>/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
