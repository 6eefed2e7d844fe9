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
