"""``tadamun manual``"""

import argparse
from gettext import gettext as _

from tadamun.config.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(arguments: argparse.Namespace, report: Report) -> int:
    print(page(), end="")
    return 0


def page() -> str:
    """The manual page, in roff: ``tadamun manual | man -l -``."""
    from tadamun.config.cli import build_parser, verbs

    parts = [
        '.TH TADAMUN 1 "" "tadamun" "Tadamun"',
        ".SH " + _("NAME"),
        "tadamun \\- " + _roff(_("markets where artisans sell to people at home and abroad")),
        ".SH " + _("COMMANDS"),
    ]
    for verb in verbs():
        parser, _run = build_parser(verb)
        children = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
        child: argparse.ArgumentParser = children.choices[verb]
        parts.append(f".SS tadamun {verb}")
        parts.append(_roff(child.description or ""))
        for action in child._actions:
            name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
            parts.extend([".TP", f"\\fB{_roff(name)}\\fR", _roff((action.help or "") % vars(action))])
    parts.extend(
        [
            ".SH " + _("EXIT STATUS"),
            _roff(_("0 done; 1 could not, or found something wrong; 2 wrong usage.")),
        ]
    )
    return "\n".join(parts) + "\n"


def _roff(text: str) -> str:
    """Text as roff wants it: a hyphen is a minus, and no line begins with a command."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain[:1] in {".", "'"} else plain
