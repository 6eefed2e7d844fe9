"""The code the laws are about, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "tadamun"


class Module(NamedTuple):
    """One Python file: its path below ``src/tadamun`` and its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the project but migrations, which are history."""
    return tuple(
        Module(path.relative_to(SRC).as_posix(), text, ast.parse(text))
        for path in sorted(SRC.rglob("*.py"))
        if "migrations" not in path.parts
        for text in [path.read_text(encoding="utf-8")]
    )


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def at(module: Module, node: ast.AST) -> str:
    return f"{module.name}:{getattr(node, 'lineno', 0)}"


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Files of the project by suffix: templates, style sheets, scripts."""
    return tuple(path for path in sorted(SRC.rglob("*")) if path.suffix in suffixes and path.is_file())


def below(path: Path) -> str:
    return path.relative_to(SRC).as_posix()
