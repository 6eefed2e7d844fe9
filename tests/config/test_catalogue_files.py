"""A catalogue goes out of one command and into the other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import program_environment, run_program

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

FIRST_SELLER = """
import django; django.setup()
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Admission
with everything("a test"):
    row = Admission.objects.select_related("organisation", "market").order_by("pk").first()
    print(row.organisation.code, row.market.slug)
"""


def test_a_catalogue_comes_back_unchanged(installation: dict[str, str], tmp_path: Path) -> None:
    run_program("demo", "--products", "8", environment=installation)
    again = run_program("demo", environment=installation, check=False)
    assert again.returncode == 1
    run_program("demo", "--if-empty", environment=installation)
    said = subprocess.run(
        [sys.executable, "-c", FIRST_SELLER],
        env=program_environment(installation), cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    organisation, market = said.split()
    seller = ["--organisation", organisation, "--market", market]
    file = tmp_path / "catalogue.csv"
    written = json.loads(
        run_program("export", *seller, "-o", str(file), "--json", environment=installation).stdout
    )
    assert written["products"] > 0
    read = json.loads(run_program("import", str(file), *seller, "--json", environment=installation).stdout)
    assert (read["products"], read["unchanged"]) == (written["products"], written["products"])
    file.write_text("no,columns,we,know\n1,2,3,4\n")
    refused = run_program("import", str(file), *seller, environment=installation, check=False)
    assert refused.returncode == 1
    unknown = run_program(
        "export", "--organisation", "NOBODY", "--market", market, environment=installation, check=False
    )
    assert unknown.returncode == 1
    assert "NOBODY" in unknown.stderr
    run_program("rebuild", environment=installation)
    checked = run_program("check", environment=installation, check=False)
    assert checked.returncode == 0, checked.stdout
