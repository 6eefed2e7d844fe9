"""``tadamun completion``"""

import argparse
import importlib
from gettext import gettext as _

from tadamun.config.report import Report

SCRIPTS = {
    "bash": """_tadamun() {{
  local word=${{COMP_WORDS[COMP_CWORD]}}
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "{verbs} --help --version" -- "$word"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{cases}
  esac
  if [[ $word != -* ]]; then COMPREPLY=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _tadamun tadamun
""",
    "fish": """complete -c tadamun -f -n __fish_use_subcommand -a "{verbs}"
{cases}
""",
}
CASES = {
    "bash": '    {verb}) COMPREPLY=($(compgen -W "{options}" -- "$word")) ;;',
    "fish": "complete -c tadamun -n '__fish_seen_subcommand_from {verb}' -a '{options}'",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=sorted(SCRIPTS), help=_("for example: tadamun completion bash"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    print(script(arguments.shell), end="")
    return 0


def options_of(module: str) -> list[str]:
    """The options of one verb, as its own file declares them."""
    parser = argparse.ArgumentParser()
    importlib.import_module(f"tadamun.config.commands.{module}").add_arguments(parser)
    return sorted(
        {option for action in parser._actions for option in action.option_strings if option[:2] == "--"}
    )


def script(shell: str) -> str:
    from tadamun.config.cli import SILENT, verbs

    cases = [
        CASES[shell].format(
            verb=verb, options=" ".join([*options_of(module), *([] if module in SILENT else ["--json"])])
        )
        for verb, (module, _purpose) in verbs().items()
    ]
    return SCRIPTS[shell].format(verbs=" ".join(verbs()), cases="\n".join(cases))
