"""The laws hold; and each can be broken, or it would say nothing."""

import ast

import pytest

from tests.architecture import laws
from tests.architecture.sources import Module

BROKEN = {
    laws.foreign_keys_import_their_class: "models.ForeignKey('accounts.Person', on_delete=1)",
    laws.no_signals: "from django.dispatch import receiver",
    laws.only_operations_write: "Order.objects.filter(pk=1).update(state='paid')",
    laws.web_reads_in_a_scope: "everything('why not')",
    laws.reading_across_says_why: "everything(WHY)",
    laws.money_never_travels_by_event: "class OrderPaid(Event):\n    amount: Money",
    laws.a_view_calls_one_operation: (
        "from tadamun.trade.checkout.operations import pay, place\ndef buy(request):\n    place(pay())"
    ),
    laws.a_market_is_a_row_and_no_fork: "if request.market.slug == 'souk': ...",
    laws.words_stand_where_they_are_found: "from gettext import gettext as _\nf'{_(1)}'",
    laws.names_say_something: "def handle_order(): ...",
    laws.files_and_functions_are_small: "def long():\n" + "    pass\n" * 70,
}


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
@pytest.mark.broad
def test_it_holds(law: laws.Law) -> None:
    assert list(law()) == []


@pytest.mark.parametrize(("law", "text"), BROKEN.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_it_can_be_broken(law: laws.Law, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (Module("web/door/views/page.py", text, ast.parse(text)),)
    monkeypatch.setattr(laws, "modules", lambda: broken)
    monkeypatch.setattr(laws, "files", lambda *suffixes: ())
    assert list(law()) != []


@pytest.mark.parametrize(
    "line", ["margin-left: 1rem", "left: 0", "text-align: right", "border-top-left-radius: 2px"]
)
def test_physical_directions_are_seen(line: str) -> None:
    assert laws.PHYSICAL.search(f"a {{ {line}; }}")


@pytest.mark.parametrize(
    "line", ["margin-inline-start: 1rem", "inset-inline: 0", "text-align: start", "--left: 1px"]
)
def test_logical_directions_are_not(line: str) -> None:
    assert not laws.PHYSICAL.search(f"a {{ {line}; }}")


@pytest.mark.parametrize(
    "line", ["<script>x</script>", '<p style="color:red">', '<a onclick="x()">', "<a href=javascript:x>"]
)
def test_inline_code_is_seen(line: str) -> None:
    assert laws.INLINE.search(line)


@pytest.mark.parametrize(
    "line", ['<script src="/a.js"></script>', '<script type="application/ld+json">', '<p data-style="x">']
)
def test_other_code_is_not(line: str) -> None:
    assert not laws.INLINE.search(line)


@pytest.mark.parametrize(
    ("text", "law"),
    [
        (
            "from tadamun.goods.stock.operations import take\n@reaction(Placed, when='now')\ndef sell(event): take()",
            laws.money_never_travels_by_event,
        ),
        ("class Paid(OrderEvent):\n    goods_minor: int", laws.money_never_travels_by_event),
        ("if market_id == 3: ...", laws.a_market_is_a_row_and_no_fork),
        ("ours = {'dlala': 1}", laws.a_market_is_a_row_and_no_fork),
        (
            "from a.operations import pay, place\ndef buy(r):\n    pay()\n    _then()\ndef _then(): place()",
            laws.a_view_calls_one_operation,
        ),
        (
            "from a.operations import pay, place\ndef buy(r):\n    if r:\n        pay()\n    place()",
            laws.a_view_calls_one_operation,
        ),
    ],
)
def test_other_ways_to_break_one(law: laws.Law, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    test_it_can_be_broken(law, text, monkeypatch)


@pytest.mark.parametrize(
    "body",
    ["if r:\n        return pay()\n    return place()", "try:\n        return pay()\n    except E:\n        place()",
     "for one in r:\n        pay(one)", "return pay() if r else place()", "pay(register_person())"],
)  # fmt: skip
def test_one_operation_on_each_way_is_one(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"from a.operations import pay, place, register_person\ndef buy(r):\n    {body}"
    monkeypatch.setattr(laws, "modules", lambda: (Module("web/door/views/page.py", text, ast.parse(text)),))
    assert list(laws.a_view_calls_one_operation()) == []


@pytest.mark.broad
def test_no_exception_is_out_of_date() -> None:
    web = [module for module in laws.modules() if module.name.startswith("web/")]
    more = {f"{m.name}:{name}" for m in web for name, count in laws._operations_on_a_path(m) if count > 1}
    assert set(laws.CALLS_MORE) <= more
    assert {name for module in web for name in laws._imported_operations(module)} >= laws.ASKS | laws.FIRST
