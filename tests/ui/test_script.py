"""The script is small and asks for nothing a policy would refuse."""

import gzip
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "src" / "tadamun" / "ui" / "static" / "ui"


def test_the_shell_script_is_small() -> None:
    assert len(gzip.compress((SCRIPTS / "shell.js").read_bytes(), 9)) <= 2048


def test_what_speaks_and_what_records_is_small() -> None:
    assert (
        sum(len(gzip.compress((SCRIPTS / name).read_bytes(), 9)) for name in ("voice.js", "recorder.js"))
        <= 2560
    )


def test_no_script_writes_styles_or_evaluates_text() -> None:
    for path in SCRIPTS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert ".style" not in text
        assert "eval(" not in text
        assert "http://" not in text
        assert "https://" not in text
