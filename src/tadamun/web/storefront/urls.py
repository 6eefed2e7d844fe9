"""The buyer's addresses, below ``/<language>/``."""

from django.urls import path

from tadamun.web.storefront.buying_urls import urlpatterns as buying
from tadamun.web.storefront.views import home

app_name = "storefront"
urlpatterns = [
    path("", home.home, name="home"),
    *buying,
]
