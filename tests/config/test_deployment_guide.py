"""The guide's table of settings names every variable that is read, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"TADAMUN_SUPERVISOR"}  # one process tells the next


def test_the_table_names_every_variable_of_the_settings() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'(?:environ\.get|_flag)\(\s*"((?:TADAMUN|DATABASE)_[A-Z_]+)"', code)) - OURS
    assert len(read) > 20
    guide = (ROOT / "docs/guide/deployment.md").read_text(encoding="utf-8")
    table = "\n".join(line.split("|")[1] for line in guide.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([A-Z]+_[A-Z_]+)`", table)) == read
