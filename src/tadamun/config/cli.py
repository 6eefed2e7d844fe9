"""``tadamun``: the command line of whoever runs a server.

Exit codes: 0 done, 1 could not or found something wrong, 2 wrong usage. Results on standard output
(``--json`` for machines), errors on standard error. The verbs live in ``commands/``, one a file; a verb's
file and Django are loaded only when that verb runs, so that help is instant.
"""

import argparse
import gettext
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from gettext import gettext as _
from pathlib import Path

from tadamun.config.report import Failed, Report

SILENT = {"bank", "completion", "manual"}  # modules of the verbs that answer machines nothing
LOCALE = Path(__file__).resolve().parents[1] / "locale"


def verbs() -> dict[str, tuple[str, str]]:
    """Each verb with its module and what it is for."""
    return {
        "serve": ("serve", _("serve the markets, with the job worker beside")),
        "bank": ("bank", _("play the banks of the demonstration, on this machine alone")),
        "demo": ("demo", _("fill the four demonstration markets")),
        "import": ("import_catalogue", _("read a catalogue file of a seller")),
        "export": ("export_catalogue", _("write the catalogue of a seller to a file")),
        "check": ("check", _("look for anything that contradicts itself in the data")),
        "rebuild": ("rebuild", _("derive the public catalogue, search index and page cache anew")),
        "backup": ("backup", _("save the database and pictures in one file, while the server runs")),
        "restore": ("restore", _("put a saved file back in place of the present data")),
        "createmarket": ("createmarket", _("make a market, in preparation until its operator opens it")),
        "hosts": ("hosts", _("list, add or remove the host names that show a market")),
        "createoperator": ("createoperator", _("give a person the right to run a market")),
        "rates": ("rates", _("name rates of exchange from a bank’s file")),
        "migrate": ("migrate", _("bring the database to this version")),
        "worker": ("worker", _("do waiting jobs, on a machine of its own")),
        "jobs": ("jobs", _("list dead jobs and revive them")),
        "messages": ("messages", _("collect, merge, compile or check the words people read")),
        "completion": ("completion", _("print the completion script of a shell")),
        "manual": ("manual", _("print the manual page")),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tadamun.config.settings")
    gettext.bindtextdomain("django", LOCALE)
    gettext.textdomain("django")  # argparse speaks through the same catalogue
    verb = next((word for word in words if not word.startswith("-")), "")
    parser, run = build_parser(verb)
    arguments = parser.parse_args(words)
    report = Report(json=getattr(arguments, "json", False))
    if run is None:
        parser.print_help()
        return 0
    try:
        code = run(arguments, report)
        report.finish()
    except Failed as failure:
        report.failed(failure)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except _troubles() as trouble:
        report.failed(Failed(str(trouble).strip() or type(trouble).__name__))
        return 1
    return code


def _troubles() -> tuple[type[BaseException], ...]:
    """What a disk or a database may do to any command: no error of ours, and no reader of it wants our lines."""
    database = sys.modules.get("django.db")
    return (OSError, database.Error) if database else (OSError,)


Run = Callable[[argparse.Namespace, Report], int]


def build_parser(verb: str) -> tuple[argparse.ArgumentParser, Run | None]:
    """The parser with the arguments of ``verb`` alone, and the function that runs it."""
    parser = argparse.ArgumentParser(
        prog="tadamun",
        description=_(
            "Markets where artisans, cooperatives and associations sell to people at home and abroad."
        ),
        epilog=_("Settings are read from the environment: see docs/guide/deployment.md."),
    )
    parser.add_argument("--version", action="version", version=_version())
    below = parser.add_subparsers(dest="verb", metavar=_("COMMAND"), title=_("commands"))
    run: Run | None = None
    for name, (module, purpose) in verbs().items():
        child = below.add_parser(name, help=purpose, description=purpose[:1].upper() + purpose[1:] + ".")
        if name == verb:
            command = importlib.import_module(f"tadamun.config.commands.{module}")
            if module not in SILENT:
                child.add_argument("--json", action="store_true", help=_("answer in JSON, for machines"))
            command.add_arguments(child)
            run = command.run
    return parser, run


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"tadamun {version('tadamun')}"
    except PackageNotFoundError:
        return "tadamun"


def _words_of_argparse() -> tuple[str, ...]:
    """What argparse itself says: named here so that it is collected and translated."""
    return (
        _("usage: "),
        _("options"),
        _("positional arguments"),
        _("show this help message and exit"),
        _("show program's version number and exit"),
        _("the following arguments are required: %s"),
        _("unrecognized arguments: %s"),
        _("%(prog)s: error: %(message)s\n"),
        _("argument %(argument_name)s: %(message)s"),
        _("expected one argument"),
        _("invalid choice: %(value)r (choose from %(choices)s)"),
        _("invalid %(type)s value: %(value)r"),
    )


if __name__ == "__main__":
    sys.exit(main())
