"""A served demonstration, a real browser, and axe."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Installation:
    """A running installation: its port, its data folder, the environment its programs run in."""

    port: int
    data: Path
    environment: dict[str, str]

    def address(self, market: str, path: str = "/") -> str:
        return f"http://{market}.localhost:{self.port}{path}"

    def tadamun(self, *words: str) -> str:
        """Run the command line on it."""
        command = [sys.executable, "-m", "tadamun.config.cli", *words]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=120
        ).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration, filled and served as ``make run`` does, with its job worker."""
    data = tmp_path_factory.mktemp("demonstration")
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}},
        "TADAMUN_DATA": str(data), "TADAMUN_ORIGIN": f"http://*:{port}", "TADAMUN_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    installation = Installation(port, data, environment)
    installation.tadamun("demo", "--if-empty")
    command = [sys.executable, "-m", "tadamun.config.cli", "serve", "--port", str(port)]
    log = (data / "server.log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_ready(installation, server)
        yield installation
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def _wait_until_ready(installation: Installation, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{installation.port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail((installation.data / "server.log").read_text()[-3000:])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@dataclass(slots=True)
class Visit:
    """A page of one person on one device, that fails the test on a script error or a refused script."""

    page: Page
    errors: list[str]


def open_page(
    browser: Browser,
    *,
    size: dict[str, int] = PHONE,
    scripts: bool = True,
    scheme: str = "light",
    touch: bool = False,
) -> Visit:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=touch,
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    visit = Visit(page, [])
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on(
        "console", lambda said: visit.errors.append(said.text) if _is_error(said.type, said.text) else None
    )
    return visit


def _is_error(kind: str, text: str) -> bool:
    # The browser also writes a line for every answer of 4xx; tests look at those themselves.
    return kind == "error" and "Failed to load resource" not in text


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of 360 px with scripts."""
    visit = open_page(browser, touch=True)
    yield visit.page
    visit.page.context.close()
    assert visit.errors == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    visit = open_page(browser, scripts=False)
    yield visit.page
    visit.page.context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    visit = open_page(browser, size=DESK)
    yield visit.page
    visit.page.context.close()
    assert visit.errors == []


def findings(page: Page) -> list[str]:
    """What axe says against WCAG 2.2 A and AA on the page as it stands."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{found['id']}: {found['help']} — {node['html'][:160]}"
        for found in violations
        for node in found["nodes"][:3]
    ]


def sign_in(page: Page, served: Installation, market: str, language: str, number: str) -> None:
    """By phone and the code that the demonstration's mailbox shows."""
    page.goto(served.address(market, f"/{language}/sign-in/"))
    page.locator("input[type=tel]").fill(number)
    page.locator("main form button[type=submit]").first.click()
    code = latest_code(page, served, market, language)
    page.goto(served.address(market, f"/{language}/sign-in/code/"))
    page.locator("input[autocomplete=one-time-code]").fill(code)
    page.locator("main form button[type=submit]").first.click()


def latest_code(page: Page, served: Installation, market: str, language: str) -> str:
    """The newest six digits in the mailbox, waited for: the worker writes them."""
    other = page.context.new_page()
    try:
        for _ in range(50):
            other.goto(served.address(market, f"/{language}/mailbox/"))
            if found := re.search(r"(?<!\d)(\d{6})(?!\d)", other.locator("main").inner_text()):
                return found.group(1)
            other.wait_for_timeout(200)
    finally:
        other.close()
    raise AssertionError("no code in the mailbox")
