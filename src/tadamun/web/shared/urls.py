"""Addresses without a language, on the host of a market."""

from django.urls import path

from tadamun.web.shared.entering.views import cards, let_in
from tadamun.web.shared.views import health, icons, machine_files, portal, sitemaps

app_name = "shared"
urlpatterns = [
    path("", portal.first_page, name="first_page"),
    path("k/<str:secret>", cards.scanned, name="card"),
    path("l/<slug:code>", let_in.scanned, name="let_in"),
    path("healthz", health.alive, name="alive"),
    path("livez", health.alive),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.figures, name="figures"),
    path("robots.txt", machine_files.robots, name="robots"),
    path(".well-known/security.txt", machine_files.security, name="security"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemaps/shops-<int:number>.xml", sitemaps.shops, name="sitemap_shops"),
    path("sitemaps/makers-<int:number>.xml", sitemaps.makers, name="sitemap_makers"),
    path("sitemaps/products-<int:number>.xml", sitemaps.products, name="sitemap_products"),
    path("icon.svg", icons.drawn, name="icon"),
    path("icon-<int:size>.png", icons.pixels, name="icon_pixels"),
    path("apple-touch-icon.png", icons.pixels, {"size": 180}),
    path("favicon.ico", icons.pixels),
]
