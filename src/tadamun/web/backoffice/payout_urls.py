"""Addresses of payouts and bank statements, below ``/<language>/office/``."""

from django.urls import path

from tadamun.web.backoffice.views import bank_lines, batches, outstanding, payouts

urlpatterns = [
    path("payouts/", payouts.payouts, name="payouts"),
    path("payouts/sellers/<slug:code>/", payouts.account, name="seller_account"),
    path("payouts/sellers/<slug:code>/statement.csv", payouts.account_file, name="seller_account_file"),
    path("payouts/sellers/<slug:code>/statement.pdf", payouts.account_paper, name="seller_account_paper"),
    path("payouts/batches/<slug:code>/", batches.batch, name="batch"),
    path("payouts/batches/<slug:code>/approval/", batches.approval, name="batch_approval"),
    path("payouts/batches/<slug:code>/sending/", batches.sending, name="batch_sending"),
    path("payouts/batches/<slug:code>/discarding/", batches.discarding, name="batch_discarding"),
    path("payouts/batches/<slug:code>/transfers.xml", batches.bank_file, name="batch_xml"),
    path("payouts/batches/<slug:code>/transfers.csv", batches.table_file, name="batch_csv"),
    path("payouts/batches/<slug:code>/cash-list/", batches.cash_list, name="batch_cash"),
    path("payouts/outstanding/", outstanding.outstanding, name="outstanding"),
    path("payouts/<slug:code>/confirmation/", batches.confirmation, name="payout_confirmation"),
    path("payouts/<slug:code>/failure/", batches.failure, name="payout_failure"),
    path("bank/", bank_lines.bank, name="bank"),
    path("bank/<int:number>/matching/", bank_lines.matching, name="bank_matching"),
    path("bank/<int:number>/covering/", outstanding.covering, name="bank_covering"),
]
