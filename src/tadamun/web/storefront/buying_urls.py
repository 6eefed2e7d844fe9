"""Basket, checkout, tracking, account and sign-in, below ``/<language>/``."""

from django.urls import URLPattern, path

from tadamun.web.shared import signin_views
from tadamun.web.storefront.views import (
    account,
    basket,
    checkout,
    mailbox,
    papers,
    payment,
    requests,
    tracking,
)

urlpatterns: list[URLPattern] = [
    path("basket/", basket.basket, name="basket"),
    path("basket/lines/", basket.basket_lines, name="basket_lines"),
    path("basket/lines/<int:pk>/", basket.basket_line, name="basket_line"),
    path("basket/note/", basket.basket_note, name="basket_note"),
    path("basket/city/", basket.basket_city, name="basket_city"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("orders/<str:secret>/", tracking.order, name="order"),
    path("orders/<str:secret>/confirmation/", tracking.confirmation, name="confirmation"),
    path("orders/<str:secret>/cancellation/", tracking.cancellation, name="cancellation"),
    path("orders/<str:secret>/return/", tracking.asking_back, name="asking_back"),
    path("orders/<str:secret>/address/", tracking.address, name="order_address"),
    path("orders/<str:secret>/papers/<slug:code>.pdf", papers.paper, name="order_paper"),
    path("orders/<str:secret>/balance/", payment.balance, name="balance"),
    path("orders/<str:secret>/payment/", payment.payment, name="payment"),
    path("requests/new/", requests.asking, name="asking"),
    path("requests/<str:secret>/", requests.request_page, name="request"),
    path("requests/<str:secret>/acceptance/", requests.acceptance, name="request_acceptance"),
    path("requests/<str:secret>/withdrawal/", requests.withdrawal, name="request_withdrawal"),
    path("payments/<str:secret>/", payment.returned, name="payment_returned"),
    path("account/", account.account, name="account"),
    path("account/addresses/", account.addresses, name="addresses"),
    path("account/addresses/<int:pk>/", account.address, name="address"),
    path("account/data/", account.data, name="data"),
    path("account/data/export/", account.export, name="export"),
    path("account/erasure/", account.erasure, name="erasure"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("sign-in/", signin_views.sign_in, name="sign_in"),
    path("sign-in/code/", signin_views.sign_in_code, name="sign_in_code"),
    path("sign-out/", signin_views.sign_out, name="sign_out"),
]
