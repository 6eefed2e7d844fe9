"""The seller's addresses, below ``/<language>/workshop/``."""

from django.urls import path

from tadamun.web.workshop import addresses
from tadamun.web.workshop.views import (
    destinations,
    links,
    money,
    orders,
    organisations,
    papers,
    products,
    reversals,
    steps,
    today,
    voice,
)

addresses.register()
app_name = "workshop"
urlpatterns = [
    path("", today.today, name="today"),
    path("organisation/", organisations.organisation, name="organisation"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<order:code>/", orders.order, name="order"),
    path("orders/<order:code>/acceptance/", steps.acceptance, name="acceptance"),
    path("orders/<order:code>/refusal/", steps.refusal, name="refusal"),
    path("orders/<order:code>/packing/", steps.packing, name="packing"),
    path("orders/<order:code>/handover/", steps.handover, name="handover"),
    path("orders/<order:code>/delivery/", steps.delivery, name="delivery"),
    path("link/", links.link, name="link"),
    path("link/products/<product:code>/", links.product, name="link_product"),
    path("link/<order:code>/", links.asked, name="link_asked"),
    path("link/<order:code>/handover/", links.giving, name="link_handover"),
    path("link/<order:code>/cancellation/", links.cancellation, name="link_cancellation"),
    path("products/", products.products, name="products"),
    path("products/<product:code>/", products.product, name="product"),
    path("products/<product:code>/price/", products.price, name="price"),
    path("products/<product:code>/quantity/", products.quantity, name="quantity"),
    path("products/<product:code>/visibility/", products.visibility, name="visibility"),
    path("money/", money.money, name="money"),
    path("money/destination/", destinations.destination, name="destination"),
    path("money/shares/", destinations.shares, name="shares"),
    path("money/statement/", money.statement, name="statement"),
    path("money/statement.csv", money.statement_file, name="statement_file"),
    path("money/statement.pdf", money.statement_paper, name="statement_paper"),
    path("money/payouts/", money.payouts, name="payouts"),
    path("money/payouts/<product:code>/", money.payout, name="payout"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:code>.pdf", papers.paper, name="paper"),
    path("voice/", voice.voice, name="voice"),
    path("reversal/", reversals.reversal, name="reversal"),
]
