"""Purchases by card: from the basket to the gateway's notice that settles them, several buyers at once.

The gateway's part, a signature and a post, is written here after its manual: no bank takes part, and none is measured.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

from bench import buying
from bench.catalogues import run_tadamun
from bench.client import Visitor
from bench.pages import HOST, Figure
from bench.server import Server

KEY = "bench"
BUYERS, WARM = 4, 8
PRODUCTS = WARM + 40


def contract(data: Path) -> str:
    """Write a contract into the catalogue there; returns its code."""
    run_tadamun(data, "migrate")
    command = [sys.executable, "-m", "bench.paying"]
    environment = {
        **os.environ,
        "TADAMUN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tadamun.config.settings",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout))


def _write() -> str:
    import django

    django.setup()
    from tadamun.people.markets.models import Market
    from tadamun.treasury.payments.operations import write_contract

    row = write_contract(
        Market.objects.get(slug=HOST.partition(".")[0]), provider="est", acquirer="Bench", channels=["web"], active=True,
        settings={"page_url": "http://127.0.0.1:9/", "client_id": "1", "tran_type": "PreAuth"},
        secrets={"storekey": KEY},
    )  # fmt: skip
    return row.code


def by_card(server: Server, code: str, products: list[str]) -> Figure:
    """CPU of a purchase paid by card, notice included, and purchases a second with ``BUYERS`` at once."""
    method = f"est.{code}"
    first, wanted = products[:WARM], products[WARM:]
    buying.warm_up(lambda product: pay(server, product, method), first)
    before, began = server.cpu(), time.monotonic()
    with ThreadPoolExecutor(BUYERS) as buyers:
        list(buyers.map(lambda product: pay(server, product, method), wanted))
    return Figure((server.cpu() - before) * 1000 / len(wanted), len(wanted) / (time.monotonic() - began))


def pay(server: Server, product: str, method: str) -> None:
    visitor = Visitor(server.port, HOST)
    address = buying.buy(visitor, product, method)
    status, page, _ = visitor.ask("POST", address.partition("?")[0], {"method": method})
    assert status == 200, status
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', buying.text(page)))
    assert "oid" in fields, "no form to the gateway"
    said = {name: unescape(fields[name]) for name in ("oid", "clientid", "amount", "currency", "TranType")}
    said |= {"ProcReturnCode": "00", "TransId": f"T{said['oid']}", "Response": "Approved", "mdStatus": "1"}
    said["HASH"] = _signed(said)
    status, body, _ = visitor.ask("POST", f"/hooks/payments/est/{method.partition('.')[2]}/", said)
    assert body == b"ACTION=POSTAUTH", body
    status, _, headers = visitor.ask("GET", f"{address.partition('?')[0]}?back=1")
    assert status == 303, status
    assert visitor.get(headers["location"])[0] == 200


def _signed(fields: dict[str, str]) -> str:
    plain = "".join(f"{fields[name]}|" for name in sorted(fields, key=str.lower)) + KEY
    return base64.b64encode(hashlib.sha512(plain.encode()).digest()).decode()


if __name__ == "__main__":
    print(json.dumps(_write()))
