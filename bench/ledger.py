"""What a balance costs in a book of a million entries: ``python -m bench.ledger [entries]`` prints milliseconds of CPU.

A market of 2,000 sellers; one of them has a tenth of all entries, the others share the rest. The book is written past the
operations, for what is measured is reading.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice

MILLION = 1_000_000
SELLERS = 2_000
TRIES = 15


def balances(entries: int = MILLION) -> dict[str, float]:
    """In a program of its own, on a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tadamun-ledger-") as folder:
        environment = {
            **os.environ,
            "TADAMUN_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "tadamun.config.settings",
        }
        command = [sys.executable, "-m", "bench.ledger", str(entries)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures: dict[str, float] = json.loads(done.splitlines()[-1])
    for name, milliseconds in figures.items():
        print(f"  {name}: {milliseconds:.2f} ms CPU among {entries} entries", flush=True)
    return figures


def _measure(entries: int) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from tadamun.kernel.scopes import everything, scope
    from tadamun.people.markets.operations import open_market
    from tadamun.people.sellers.models import Organisation
    from tadamun.treasury.ledger.models import Account
    from tadamun.treasury.ledger.queries import had_by, money_to_come

    call_command("migrate", verbosity=0)
    market = open_market(
        "bench", currency="MAD", languages=["fr"], hosts=["bench.localhost"], names={"fr": "Bench"}
    )
    with everything("a book for measuring"):
        sellers = Organisation.objects.bulk_create(
            Organisation(kind="artisan", names={"fr": f"S{n}"}, region="MA-03") for n in range(SELLERS)
        )
        buyers = Account.objects.create(market=market, kind="buyers", currency="MAD")
        hers = Account.objects.bulk_create(
            Account(market=market, organisation=seller, kind="payable", currency="MAD") for seller in sellers
        )
    rows = _rows(entries, buyers.pk, [account.pk for account in hers])
    insert = (
        "INSERT INTO ledger_entry (key, kind, amount_minor, currency, subject, at, credit_id, debit_id) "
        "VALUES (%s, 'ripe', %s, 'MAD', %s, '2026-11-22 10:00:00', %s, %s)"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := list(islice(rows, 20_000)):
            cursor.executemany(insert, chunk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with scope(market_id=market.pk):
        return {
            "balance of a seller": _cost(lambda: money_to_come(sellers[7].pk)),
            "balance of the largest": _cost(lambda: money_to_come(sellers[0].pk)),
            "balance of the market": _cost(lambda: had_by(Account.objects.filter(kind="buyers"))),
        }


def _rows(entries: int, buyers: int, hers: list[int]) -> Iterator[tuple[str, int, str, int, int]]:
    chance = random.Random(1)
    for number in range(entries):
        seller = hers[0] if number % 10 == 0 else chance.choice(hers)
        credit, debit = (seller, buyers) if number % 7 else (buyers, seller)
        yield f"bench/{number}", chance.randrange(1, 100_000), f"order:B{number}", credit, debit


def _cost(ask: Callable[[], object]) -> float:
    """The least of several tries: what others do on the machine only adds."""
    costs = []
    for _ in range(TRIES):
        began = time.process_time()
        ask()
        costs.append((time.process_time() - began) * 1000)
    return min(costs)


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION)))
