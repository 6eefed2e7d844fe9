"""What came of a payment, as notice and browser bring it to the shop."""

import secrets
from base64 import b64encode

from tadamun_simulators.money import NUMBERS, written
from tadamun_simulators.payments import Payment, digits, new_transaction, now
from tadamun_simulators.speech import Verdict


def result(payment: Payment, verdict: Verdict) -> dict[str, str]:
    """All that was asked, and what came of it; unsigned. The card was never asked where 3-D Secure failed."""
    asked = {name: _told(name, str(value), payment, verdict) for name, value in payment.fields.items()}
    asked = {name: value for name, value in asked.items() if name.lower() != "hash"}
    given = payment.details
    month, _, year = payment.expiry.partition("/")
    fields = {
        **asked,
        "ReturnOid": payment.order,
        "TRANID": "",
        "merchantID": payment.merchant,
        "MaskedPan": payment.card,
        "maskedCreditCard": f"{payment.card[:4]} {payment.card[4:6]}** **** {payment.card[-4:]}",
        "Ecom_Payment_Card_ExpDate_Month": month,
        "Ecom_Payment_Card_ExpDate_Year": year,
        "ACQBIN": "411111",
        "sID": "2" if payment.brand == "MASTERCARD" else "1",
        "clientIp": given["client_ip"],
        "mdStatus": "1" if verdict.secure else "0",
        "mdErrorMsg": "Authenticated" if verdict.secure else verdict.message,
        "txstatus": "Y" if verdict.secure else "N",
        "md": f"{payment.card[:6]}:{given['md']}:4320:##{payment.merchant}",
        "xid": given["xid"],
        "PAResSyntaxOK": "true",
        "PAResVerified": "true",
        "version": "2.0",
        "dsId": "1",
    }
    if not verdict.secure:
        return fields
    return fields | {
        "eci": "02" if payment.brand == "MASTERCARD" else "05",
        "cavv": given["cavv"],
        "TransId": given["trans_id" if verdict.approved else "refused_trans_id"],
        "HostRefNum": given["host_ref" if verdict.approved else "refused_host_ref"],
        "AuthCode": given["auth_code"] if verdict.approved else "",
        "ProcReturnCode": verdict.code,
        "Response": "Approved" if verdict.approved else "Declined",
        "ErrMsg": verdict.message,
        "acqStan": given["stan"],
        "SettleId": "77",
        "EXTRA.TRXDATE": given["at"],
        "EXTRA.CARDBRAND": payment.brand,
    }


def _told(name: str, value: str, payment: Payment, verdict: Verdict) -> str:
    """A field of the request as the notice repeats it: the verdict's amount and currency, where they differ."""
    if name.lower() == "amount" and verdict.amount not in {0, payment.amount}:
        return written(verdict.amount, payment.currency)
    if name.lower() == "currency" and verdict.currency:
        return NUMBERS[verdict.currency]
    return value


def references(client: str) -> dict[str, str]:
    at = now()
    return {
        "client_ip": client,
        "trans_id": new_transaction(),
        "host_ref": f"{at:%y%j}"[-4:] + digits(8),
        "refused_trans_id": new_transaction(),
        "refused_host_ref": f"{at:%y%j}"[-4:] + digits(8),
        "auth_code": digits(6),
        "stan": digits(6),
        "at": f"{at:%Y%m%d %H:%M:%S}",
        "md": secrets.token_hex(32).upper(),
        "xid": b64encode(secrets.token_bytes(20)).decode(),
        "cavv": b64encode(secrets.token_bytes(20)).decode(),
    }
