"""What must be true of the source, each law a function that yields what breaks it."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.paths import most_on_a_path
from tests.architecture.sources import ROOT, SRC, Module, at, below, calls, files, functions, modules

Law = Callable[[], Iterator[str]]

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
LONGEST_VIEW = 40
LONGEST_TEMPLATE = 160
LONGEST_STYLE = 200

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
VAGUE_VERBS = re.compile(r"^_?(handle|process|manage)(_|$)")
# Words of others: Shopify calls a product's address its handle, Django names the hooks of a middleware and of a command.
BORROWED = re.compile(
    r"^goods/imports/.*handle|^web/shared/middleware/.*process_(view|exception)|^kernel/management/.*:handle$"
)
# Drawings are long lists of strokes.
LONG = re.compile(r"^config/demo/pictures/")


# -- the database --------------------------------------------------------------------------------------------


def foreign_keys_import_their_class() -> Iterator[str]:
    """A foreign key that names its class in a string hides an import, and with it an arrow of the map."""
    for module in modules():
        for call in calls(module):
            name = _called(call)
            if name in {"ForeignKey", "OneToOneField", "ManyToManyField"} and call.args:
                target = call.args[0]
                if isinstance(target, ast.Constant) and target.value != "self":
                    yield f"{at(module, call)}: {name}({target.value!r})"
            if name in {"get_model", "get_registered_model"}:
                yield f"{at(module, call)}: {name}()"


def no_signals() -> Iterator[str]:
    """A signal calls without being seen to call."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                ("django.dispatch", "django.db.models.signals", "django.core.signals")
            ):
                yield f"{at(module, node)}: from {node.module}"


WRITES = {
    "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete", "raw_update",
}  # fmt: skip
QUERYSET = re.compile(r"\.objects\b|_manager\b|\.(filter|exclude|all|order_by|using|select_for_update)\(")
# Kernel keeps its own rows; a backup moves whole tables.
WRITERS = re.compile(r"(^|/)operations(/|\.py$)|^kernel/|^config/backup\.py$")
ALSO_WRITE = {
    "showcase/window/slugs.py": "a part of window.operations, which alone calls it",
    "people/notices/delivery.py": "notes what became of a message, outside the transaction of any operation",
}
READ_EVERYTHING = {
    "web/storefront/thumbnails.py": "pictures are public; their keys come from the buyer's own lines",
}


def only_operations_write() -> Iterator[str]:
    """Views, forms, jobs and the rest call an operation.

    Whoever seeks what changes a row looks in one place.
    """
    for module in modules():
        if WRITERS.search(module.name) or module.name in ALSO_WRITE:
            continue
        for call in calls(module):
            if _called(call) in {"insert_rows", "put_rows"}:
                yield f"{at(module, call)}: {_called(call)}()"
            if not isinstance(call.func, ast.Attribute):
                continue
            receiver = ast.unparse(call.func.value)
            saves = call.func.attr == "save" and not call.args and not receiver.startswith("super(")
            writes = call.func.attr in WRITES and QUERYSET.search(receiver)
            if saves or writes:
                yield f"{at(module, call)}: {receiver}.{call.func.attr}()"


def web_reads_in_a_scope() -> Iterator[str]:
    """A visitor's request never reads across markets."""
    for module in modules():
        if module.name.startswith("web/") and module.name not in READ_EVERYTHING:
            for call in calls(module):
                if _called(call) == "everything":
                    yield at(module, call)


def reading_across_says_why() -> Iterator[str]:
    """``everything`` is given a reason in words, where it stands or in a name of its module."""
    for module in modules():
        named = _texts(module)
        for call in calls(module):
            if _called(call) == "everything" and module.name != "kernel/scopes.py":
                given = call.args[0] if call.args else None
                why = named.get(given.id) if isinstance(given, ast.Name) else getattr(given, "value", None)
                if not isinstance(why, str) or len(why.split()) < 2:
                    yield f"{at(module, call)}: {ast.unparse(call)}"


def _texts(module: Module) -> dict[str, str]:
    """Names of the module that are one text."""
    return {
        target.id: node.value.value
        for node in module.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


# -- what calls what -----------------------------------------------------------------------------------------

MOVES_MONEY = re.compile(
    r"^tadamun\.(treasury\.(ledger|payments|payouts)|goods\.stock|trade\.(orders|checkout))\.operations\b"
)
MAY_FOLLOW = {
    # She quoted it, so once it is paid she has accepted it: a step of the goods, no amount.
    ("trade/commissions/reactions.py", "record_fact"),
}


def money_never_travels_by_event() -> Iterator[str]:
    """Order, stock, payment and ledger change in one named operation: no reaction calls one, no event carries an amount."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any(_named(base).endswith("Event") for base in node.bases):
                yield from _amounts(module, node)
        if any(_called(call) == "reaction" for call in calls(module)):
            yield from _moves(module)


def _amounts(module: Module, event: ast.ClassDef) -> Iterator[str]:
    for line in event.body:
        if isinstance(line, ast.AnnAssign):
            field, kind = ast.unparse(line.target), ast.unparse(line.annotation)
            if field.endswith("_minor") or re.search(r"\b(Money|Decimal|float)\b", kind):
                yield f"{at(module, line)}: {event.name} carries {field}: {kind}"


def _moves(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and MOVES_MONEY.search(node.module or ""):
            for one in node.names:
                if (module.name, one.name) not in MAY_FOLLOW:
                    yield f"{at(module, node)}: a reaction calls {one.name}"


# Imported from operations, and only asking.
ASKS = {
    "awaits_inspection", "check_pin", "digits_of", "is_made", "missing", "normal_phone", "phone_channel", "preview_import",
    "proposed_edit", "ran_out", "refundable",
}  # fmt: skip
# What was sent becomes a row that the operation can name. Repeating it makes nothing twice.
FIRST = {
    "store_recording",
    "store_picture",
    "store_portrait",
    "keep_document",
    "store_import",
    "register_person",
    "enter_training",
}
CALLS_MORE = {
    "web/backoffice/views/own_checks.py:_write": "a question is written, then read aloud: without its voice it stands",
    "web/backoffice/views/own_lessons.py:_write": "a step is written, then read aloud: without its voice it stands",
    "web/storefront/views/checkout.py:checkout": "the order stands, whether or not she also wants her address kept",
    "web/storefront/views/payment.py:payment": "the way is chosen here, the bank is asked outside any transaction",
    "web/storefront/views/payment.py:balance": "the way is chosen here, the bank is asked outside any transaction",
    "web/storefront/views/payment.py:_ask": "the bank is asked before a try is given up",
    "web/workshop/views/applications.py:question": "each answer is kept at once; the last one completes them",
    "web/workshop/views/listing.py:_kept": "a draft is kept, then its voice: without it the draft stands",
    "web/workshop/views/mandates.py:_given": "guesses of the PIN are counted whatever follows",
    "web/workshop/views/practice.py:beginning": "the old play is left before another begins",
    "web/workshop/views/steps.py:delivery": "what she may take back for a minute is done before the next step",
}  # fmt: skip


def a_view_calls_one_operation() -> Iterator[str]:
    """It turns words into values, calls once, turns the answer into a page: what shall be true together is one
    operation's, in one transaction.
    """
    for module in modules():
        if module.name.startswith("web/"):
            for name, count in _operations_on_a_path(module):
                if count > 1 and f"{module.name}:{name}" not in CALLS_MORE:
                    yield f"{module.name}: {name} calls {count} operations, one after another"


def _operations_on_a_path(module: Module) -> Iterator[tuple[str, int]]:
    """Of each function, with those of its module that it calls; what one of them does wrong is not said of all others."""
    verbs = _imported_operations(module) - ASKS - FIRST
    own = {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef)}
    found: dict[str, int] = {}

    def weight(name: str) -> int:
        if name in own:
            if name not in found:
                found[name] = 0  # one that calls itself
                found[name] = most_on_a_path(own[name].body, weight)
            return min(found[name], 1)
        return int(name in verbs)

    for name in own:
        weight(name)
    return iter(found.items())


def _imported_operations(module: Module) -> set[str]:
    return {
        one.asname or one.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and re.search(r"\.operations(\.|$)", node.module or "")
        for one in node.names
        if one.name[0].islower()
    }


MARKETS = {"dlala", "dakhla", "elhajeb"}
NAMES_A_LOOK = {
    "ui/themes.py": "looks that any market may choose, under the names of those they were drawn for",
    "web/backoffice/views/theme.py": "the words of those looks",
}
OF_A_MARKET = re.compile(r"\bmarket(_id|\.(slug|pk|id|code))$")


def a_market_is_a_row_and_no_fork() -> Iterator[str]:
    """What differs between two markets is data or a provider, never an ``if``."""
    for module in modules():
        if module.name.startswith("config/demo/"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Compare) and _asks_which_market(node):
                yield f"{at(module, node)}: {ast.unparse(node)}"
            if isinstance(node, ast.Constant) and node.value in MARKETS and module.name not in NAMES_A_LOOK:
                yield f"{at(module, node)}: {node.value!r}"
    for path in files(".html", ".js", ".css"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"market\.(slug|pk|id) *(==|!=|in )", line) or re.search("|".join(MARKETS), line):
                yield f"{below(path)}:{number}: {line.strip()[:80]}"


def _asks_which_market(compared: ast.Compare) -> bool:
    sides = [compared.left, *compared.comparators]
    written = any(isinstance(side, ast.Constant) and side.value not in (None, "", 0) for side in sides)
    return written and any(OF_A_MARKET.search(ast.unparse(side)) for side in sides)


def _named(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


# -- names and sizes -----------------------------------------------------------------------------------------


def packages_have_a_plaque() -> Iterator[str]:
    """What it is for, its words, what it never does."""
    for module in modules():
        if module.name.endswith("__init__.py") and not ast.get_docstring(module.tree):
            yield module.name


def names_say_something() -> Iterator[str]:
    for module in modules():
        for part in module.name.removesuffix(".py").split("/"):
            if part in VAGUE:
                yield module.name
        for function in functions(module):
            borrowed = BORROWED.search(f"{module.name}:{function.name}")
            if VAGUE_VERBS.match(function.name) and not borrowed:
                yield f"{at(module, function)}: {function.name}"


def files_and_functions_are_small() -> Iterator[str]:
    for module in modules():
        if module.lines > LONGEST_MODULE and not LONG.match(module.name):
            yield f"{module.name} has {module.lines} lines"
        for function in functions(module):
            length = _length(function)
            if length > LONGEST_FUNCTION and not LONG.match(module.name):
                yield f"{at(module, function)}: {function.name} has {length} lines"
            if _is_view(module, function) and length > LONGEST_VIEW:
                yield f"{at(module, function)}: the view {function.name} has {length} lines"
    for path in files(".html"):
        if (lines := path.read_text().count("\n")) > LONGEST_TEMPLATE:
            yield f"{below(path)} has {lines} lines"
    for path in files(".css"):
        if (lines := path.read_text().count("\n")) > LONGEST_STYLE:
            yield f"{below(path)} has {lines} lines"


def nothing_is_left_undone() -> Iterator[str]:
    """A note to do something later is a promise nobody keeps: do it, or write a decision."""
    undone = re.compile(r"\b(TODO|FIXME|HACK)\b")
    for path in [*files(".py", ".html", ".css", ".js"), *sorted((ROOT / "tests").rglob("*.py"))]:
        if path.name == "laws.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if undone.search(line):
                yield f"{path.relative_to(ROOT)}:{number}"


def words_stand_where_they_are_found() -> Iterator[str]:
    """A text inside an f-string, or made while the program runs, is never collected and so never translated."""
    for module in modules():
        translators = _translators(module)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr):
                for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
                    if _called(call) in translators and isinstance(call.func, ast.Name):
                        yield f"{at(module, call)}: {ast.unparse(call)} in an f-string"
            elif (
                (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in translators
                )
                and node.args
                and isinstance(node.args[0], ast.JoinedStr)
            ):
                yield f"{at(module, node)}: {ast.unparse(node)[:60]}"


def _translators(module: Module) -> set[str]:
    """The names under which a module calls gettext."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"gettext", "django.utils.translation"}:
            found |= {name.asname or name.name for name in node.names if "gettext" in name.name}
    return found


# -- pages ---------------------------------------------------------------------------------------------------

INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)(?![^>]*type=["']?application/(?:ld\+)?json)[^>]*>|\sstyle=["']|\son[a-z]+=["']|javascript:""",
    re.IGNORECASE,
)


def pages_carry_no_inline_code() -> Iterator[str]:
    """The content security policy would refuse it, and rightly."""
    for path in files(".html"):
        if "mail" in path.name:
            continue  # a message's style must be inline; it has no policy
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if found := INLINE.search(line):
                yield f"{below(path)}:{number}: {found.group().strip()}"


PHYSICAL = re.compile(
    r"""(?:^|[;{\s])(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)\b|
        border-(?:top|bottom)-(?:left|right)-radius|(?:left|right)\s*:|text-align\s*:\s*(?:left|right)\b|
        float\s*:\s*(?:left|right)\b|clear\s*:\s*(?:left|right)\b)""",
    re.VERBOSE,
)
LATIN_ONLY = re.compile(
    r"letter-spacing|font-style\s*:\s*(italic|oblique)|text-transform\s*:\s*(uppercase|capitalize)"
)


def styles_know_no_left_and_right() -> Iterator[str]:
    """Pages are born right-to-left: start and end, never left and right."""
    for path in files(".css"):
        for number, line in enumerate(_without_comments(path.read_text()).splitlines(), 1):
            if found := PHYSICAL.search(line):
                yield f"{below(path)}:{number}: {found.group().strip(' ;{')}"


def arabic_is_not_spaced_slanted_or_raised() -> Iterator[str]:
    """Letters of Arabic are joined and have neither italics nor capitals."""
    for path in files(".css"):
        for number, line in enumerate(_without_comments(path.read_text()).splitlines(), 1):
            found = LATIN_ONLY.search(line)
            if found and "letter-spacing: 0" not in line and ":lang(" not in line:
                yield f"{below(path)}:{number}: {found.group()}"


# -- what is installed ---------------------------------------------------------------------------------------


def requirements_name_no_address() -> Iterator[str]:
    """Names, versions and hashes: where they are fetched from is each machine's own affair."""
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if "://" in line or line.startswith(("--index", "-i ", "--extra")):
                yield f"{path.name}:{number}: {line.strip()}"


LAWS: tuple[Law, ...] = (
    foreign_keys_import_their_class,
    no_signals,
    only_operations_write,
    web_reads_in_a_scope,
    reading_across_says_why,
    money_never_travels_by_event,
    a_view_calls_one_operation,
    a_market_is_a_row_and_no_fork,
    packages_have_a_plaque,
    names_say_something,
    files_and_functions_are_small,
    nothing_is_left_undone,
    words_stand_where_they_are_found,
    pages_carry_no_inline_code,
    styles_know_no_left_and_right,
    arabic_is_not_spaced_slanted_or_raised,
    requirements_name_no_address,
)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring, which may be as long as it must."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def _is_view(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = function.args.posonlyargs + function.args.args
    answers = function.returns is not None and "Response" in ast.unparse(function.returns)
    return "/views/" in module.name and answers and bool(arguments) and arguments[0].arg == "request"


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", lambda found: "\n" * found.group().count("\n"), text, flags=re.DOTALL)


assert SRC.is_dir()
