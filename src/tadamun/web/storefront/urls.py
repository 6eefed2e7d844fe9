"""The buyer's addresses, below ``/<language>/``."""

from django.urls import path

from tadamun.web.storefront.buying_urls import urlpatterns as buying
from tadamun.web.storefront.views import (
    certificates,
    crafts,
    home,
    listings,
    pages,
    products,
    shops,
    suggestions,
)

app_name = "storefront"
urlpatterns = [  # what is asked most stands first: they are tried in turn
    path("", home.home, name="home"),
    path("products/<str:slug>/", products.product, name="product"),
    path("crafts/", crafts.index, name="crafts"),
    path("crafts/<slug:slug>/", listings.craft, name="craft"),
    path("shops/<slug:code>/", shops.shop, name="shop"),
    path("search/", listings.search, name="search"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    *buying,
    path("regions/<slug:code>/", listings.region, name="region"),
    path("shops/", shops.shops, name="shops"),
    path("makers/<slug:code>/", shops.maker, name="maker"),
    path("pages/<slug:kind>/", pages.text, name="text"),
    path("help/", pages.help_page, name="help"),
    path("sell/", pages.sell, name="sell"),
    path("certificates/<slug:code>/", certificates.certificate, name="certificate"),
    path("preferences/", pages.preferences, name="preferences"),
]
