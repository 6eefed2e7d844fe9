"""Who may ask this bank for money. The secrets are published here, they open nothing: never use them elsewhere."""

from typing import TypedDict


class Merchants(TypedDict):
    """What ``/merchants.json`` shows: one merchant a gateway, with all that its contract names."""

    est: dict[str, str]
    mastercard: dict[str, str]
    youcan: dict[str, str]
    payzone: dict[str, str]
    binga: dict[str, str]


NAME = "Tadamun demonstration"

MERCHANTS: Merchants = {
    "est": {
        "clientid": "600000001",
        "storekey": "TEST1234",
        "api_user": "demo.api",
        "api_password": "DEMO-api-2026",
        "gateway_path": "/fim/est3Dgate",
        "api_path": "/fim/api",
    },
    "mastercard": {
        "merchant_id": "DEMO600000001",
        "api_password": "00000000000000000000000000d3m0ap",
        "notification_secret": "0123456789ABCDEF0123456789ABCDEF",
        "version": "100",
        "api_path": "/api/rest/version/100/merchant/DEMO600000001/",
        "script_path": "/static/checkout/checkout.min.js",
    },
    "youcan": {
        "pri_key": "pri_sandbox_demo-0000-tadamun",
        "pub_key": "pub_sandbox_demo-0000-tadamun",
        "tokenize_path": "/sandbox/api/tokenize",
        "form_path": "/sandbox/payment-form/",
        "transactions_path": "/sandbox/api/transactions/",
        "webhook_url": "",
    },
    "payzone": {
        "merchant_account": "Demo_Tadamun",
        "paywall_secret_key": "demo-paywall-secret",
        "notification_key": "demo-notification-key",
        "caller_name": "demo-caller",
        "caller_password": "demo-caller-password",
        "launch_path": "/pwthree/launch",
        "charges_path": "/api/v3/charges",
    },
    "binga": {
        "store_id": "4010",
        "private_key": "demo-binga-private-key",
        "user": "Demo.Binga",
        "password": "DEMO-binga",
        "pay_path": "/bingaApi/api/orders/pay",
        "status_path": "/bingaApi/api/orders/",
    },
}
