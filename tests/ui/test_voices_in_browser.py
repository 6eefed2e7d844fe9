"""A recorder and speakers in a real browser, on a page without any server behind it but files."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tadamun.kernel.money import Money
from tadamun.people.recordings.sound import RATE, listen
from tests.journeys.people import CHROMIUM
from tests.ui.pages import FRENCH, render

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="apt-get install chromium")]
STATIC = Path(__file__).parents[2] / "src" / "tadamun" / "ui" / "static"
HEARD = """
window.heard = [];
const play = Audio.prototype.play;
Audio.prototype.play = function () { heard.push(this.src); return play.call(this); };
"""
# As soon as it is heard: on a busy machine it would be over before another message came from here.
PRESSED_TWICE = """async () => {
  const speaker = document.querySelector("a.say");
  speaker.click();
  while (!speaker.classList.contains("on")) await new Promise((next) => setTimeout(next));
  speaker.click();
  return speaker.classList.contains("on");
}"""
FAKE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--no-sandbox")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "static").symlink_to(STATIC)
    amount = {**FRENCH, "amount": Money(10_300, "MAD")}
    body = render('<c-speaker key="money.ready" /><c-recorder at_most="2" />') + render(
        '<c-play-all place="all" /><ul id="all"><li data-line><c-spoken-amount :amount="amount" key="money.ready" /></li></ul>',
        amount,
    )  # fmt: skip
    (tmp_path / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>x</title><main>{body}</main>", "utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FAKE))
        page = browser.new_page()
        page.add_init_script(HEARD)
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        yield page
        browser.close()
    server.shutdown()


def test_what_is_recorded_lies_in_the_form_and_stops_by_itself(page: Page) -> None:
    record, listen_to, remove = page.locator("[data-recorder] .row button").all()
    assert not page.locator("input[type=file]").is_visible()
    record.click()
    page.wait_for_function(
        "document.querySelector('[data-recorder] input').files.length === 1", timeout=15_000
    )
    data = page.evaluate(
        "document.querySelector('[data-recorder] input').files[0].arrayBuffer().then((b) => [...new Uint8Array(b)])"
    )
    assert 1 <= len(listen(bytes(data), 3)) / RATE <= 3
    listen_to.click()
    page.wait_for_function("heard.at(-1).startsWith('blob:')")
    remove.click()
    assert page.evaluate("document.querySelector('[data-recorder] input').files.length") == 0


def test_an_amount_is_spoken_piece_by_piece_and_only_when_asked(page: Page) -> None:
    assert page.evaluate("heard") == []
    page.locator("[data-play]").click()
    page.wait_for_selector("li.spoken")
    page.wait_for_function("heard.length === 4 && !document.querySelector('li.spoken')", timeout=15_000)
    names = [Path(url).stem for url in page.evaluate("heard")]
    assert names == ["money.ready", "number.100", "number.3", "unit.mad"]
    assert page.evaluate(PRESSED_TWICE) is False  # a second press: silence
