"""How often one way through a function calls something."""

import ast
from collections.abc import Callable, Sequence

Weight = Callable[[str], int]
"""Of a function's name: what calling it counts for."""


def most_on_a_path(body: Sequence[ast.stmt], weight: Weight) -> int:
    """The most that the calls of one path weigh. What a loop repeats is one thing done to many rows."""
    said = 0
    for number, statement in enumerate(body):
        rest = list(body[number + 1 :])

        def on(*parts: Sequence[ast.stmt], rest: list[ast.stmt] = rest) -> int:
            steps = [step for part in parts for step in part]
            return most_on_a_path(steps if _ends(steps) else steps + rest, weight)

        match statement:
            case ast.If():
                return said + _weighed(statement.test, weight) + max(on(statement.body), on(statement.orelse))
            case ast.Try():
                refused = [on(handler.body) for handler in statement.handlers]
                return said + max(on(statement.body, statement.orelse, statement.finalbody), *refused, 0)
            case ast.With():
                return (
                    said
                    + sum(_weighed(item.context_expr, weight) for item in statement.items)
                    + on(statement.body)
                )
            case ast.For():
                said += _weighed(statement.iter, weight) + most_on_a_path(statement.body, weight)
            case ast.While():
                said += _weighed(statement.test, weight) + most_on_a_path(statement.body, weight)
            case ast.Return() | ast.Raise():
                return said + _weighed(statement, weight)
            case _:
                said += _weighed(statement, weight)
    return said


def _ends(body: Sequence[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue)


def _weighed(node: ast.AST, weight: Weight) -> int:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return 0  # a lambda, though, is called by whom it is given to
    if isinstance(node, ast.IfExp):
        either = max(_weighed(node.body, weight), _weighed(node.orelse, weight))
        return _weighed(node.test, weight) + either
    own = weight(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else 0
    return own + sum(_weighed(child, weight) for child in ast.iter_child_nodes(node))
