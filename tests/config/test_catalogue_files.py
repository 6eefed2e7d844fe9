"""A catalogue goes out of one command and into the other."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

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
    _every_option(installation, seller, tmp_path)
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


TWO = "Title,URL handle,Price,Product image URL\nTapis,tapis-neuf,120,a.jpg\nBol,bol-neuf,douze,\n"


def _every_option(installation: dict[str, str], seller: list[str], folder: Path) -> None:
    """A trial from standard input, a report, pictures of a folder, prices of another currency, one language out."""
    arguments = ["import", "-", *seller, "--dry-run", "--json", "--report", str(folder / "report.csv")]
    tried = subprocess.run(
        [sys.executable, "-m", "tadamun.config.cli", *arguments],
        env=program_environment(installation), input=TWO, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert tried.returncode == 1, tried.stderr
    said = json.loads(tried.stdout)
    assert (said["created"], said["errors"]) == (1, 1)
    assert (3, "price_unreadable") in [(problem["row"], problem["code"]) for problem in said["problems"]]
    assert "douze" in (folder / "report.csv").read_text(encoding="utf-8-sig")

    (folder / "pictures").mkdir()
    picture = io.BytesIO()
    Image.new("RGB", (900, 700), "teal").save(picture, "JPEG")
    (folder / "pictures" / "a.jpg").write_bytes(picture.getvalue())
    (folder / "two.csv").write_text(TWO)
    arguments = ["import", str(folder / "two.csv"), *seller, "--images", str(folder / "pictures"), "--json"]
    read = json.loads(
        run_program(*arguments, "--currency", "mad", environment=installation, check=False).stdout
    )
    assert (read["created"], read["errors"], read["warnings"]) == (1, 1, 1)  # the warning: how many there are

    for wrong in (["--currency", "XYZ"], ["--language", "zz"]):
        refused = run_program(*arguments, *wrong, environment=installation, check=False)
        assert refused.returncode == 1
        assert "must be one of" in json.loads(refused.stdout)["error"]
        assert "Traceback" not in refused.stderr

    words = ["export", *seller, "--dialect", "shopify", "--language", "ar", "-o", str(folder / "shopify.csv")]
    run_program(*words, environment=installation)
    assert any(
        "\u0600" <= letter <= "\u06ff" for letter in (folder / "shopify.csv").read_text(encoding="utf-8")
    )
