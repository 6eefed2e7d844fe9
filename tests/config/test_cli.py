"""The command line: help everywhere, exit codes, JSON, and errors apart from results."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tadamun.config.cli import main, verbs
from tests.conftest import program_environment, run_program

VERBS = sorted(verbs())


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"    {verb}" in shown for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert f"tadamun {verb}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-verb"], ["serve", "--port", "many"], ["serve", "--port", "65536"], ["serve", "--workers", "0"],
        ["serve", "--blocking-threads", "0"], ["bank", "--port", "-1"], ["demo", "--products", "0"], ["createoperator"],
        ["migrate", "--no"],
    ],
)  # fmt: skip
def test_wrong_usage_is_2_and_said_on_standard_error(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "tadamun" in said.err


def test_help_does_not_load_django() -> None:
    program = "import sys; from tadamun.config.cli import build_parser; build_parser('serve'); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_completion_is_valid_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    script = capsys.readouterr().out
    assert all(verb in script for verb in VERBS)
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_the_manual_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manual"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(".TH TADAMUN 1")
    assert all(f".SS tadamun {verb}" in page for verb in VERBS)
    assert "\\-\\-blocking\\-threads" in page


@pytest.mark.parametrize("verb", ["bank", "completion", "manual"])
def test_what_answers_no_machine_takes_no_json(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, *(["bash"] if verb == "completion" else []), "--json"])
    assert ended.value.code == 2
    assert "--json" in capsys.readouterr().err


@pytest.mark.slow
def test_what_a_disk_or_a_database_does_is_said_in_a_line(tmp_path: Path) -> None:
    """A folder without tables, and one that is a file."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    for data in ("empty", "file"):
        words = ["import", "-", "--organisation", "X", "--market", "y", "--json"]
        done = run_program(
            *words, environment={"TADAMUN_DATA": str(tmp_path / data), "DATABASE_URL": ""}, check=False
        )
        assert done.returncode == 1
        assert json.loads(done.stdout)["error"]
        assert done.stderr.startswith("tadamun: ")
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_failures_are_1_and_machines_get_json(installation: dict[str, str], tmp_path: Path) -> None:
    failed = run_program(
        "createoperator",
        "--json",
        "--phone",
        "0612345678",
        "--market",
        "nowhere",
        environment=installation,
        check=False,
    )
    assert failed.returncode == 1
    assert "nowhere" in json.loads(failed.stdout)["error"]
    assert "nowhere" in failed.stderr
    listed = run_program("check", "--list", "--json", environment=installation)
    assert "database" in json.loads(listed.stdout)["checks"]
    migrated = run_program("migrate", "--dry-run", "--json", environment=installation)
    assert json.loads(migrated.stdout) == {"pending": []}
    refused = run_program("restore", str(tmp_path / "none.tar"), environment=installation, check=False)
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    arabic = run_program("migrate", environment={**installation, "LANGUAGE": "fr"})
    assert arabic.returncode == 0


@pytest.mark.slow
def test_a_check_before_the_tables_are_there_says_what_to_do(tmp_path: Path) -> None:
    done = run_program("check", "stock", environment={"TADAMUN_DATA": str(tmp_path)}, check=False)
    assert done.returncode == 1
    assert "run tadamun migrate" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.broad
def test_the_bank_is_another_program(tmp_path: Path) -> None:
    """It says where it listens, keeps its payments in the data folder and ends when it is told to."""
    command = [sys.executable, "-m", "tadamun.config.cli", "bank", "--port", "0"]
    environment = program_environment({"TADAMUN_DATA": str(tmp_path)})
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as bank:
        assert bank.stdout
        assert bank.stdout.readline().startswith("bank: http://127.0.0.1:")
        bank.terminate()
        assert bank.wait(10) == 0
    assert (tmp_path / "bank" / "bank.sqlite3").exists()
