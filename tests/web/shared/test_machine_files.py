"""What machines ask for at fixed addresses."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from tadamun.kernel import clock
from tadamun.ui.themes import PRESETS
from tadamun.web.shared.icons import icon_svg
from tests.factories import make_market

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    make_market("souk")
    return Client(HTTP_HOST="souk.localhost")


def test_robots_may_read_what_is_public(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://souk.localhost:8000/sitemap.xml" in text
    for closed in ("basket", "checkout", "orders", "account", "workshop", "office", "sign-in"):
        assert f"Disallow: /fr/{closed}/" in text
    assert "Disallow: /fr/products" not in text
    assert "Disallow: /\n" not in text


def test_a_manifest_for_each_language(client: Client) -> None:
    for language, direction in (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")):
        response = client.get(f"/{language}/manifest.webmanifest")
        assert response.headers["Content-Type"] == "application/manifest+json"
        said = json.loads(response.content)
        assert (said["start_url"], said["dir"], said["display"]) == (f"/{language}/", direction, "standalone")
        assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}
        assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
        for icon in said["icons"]:
            assert client.get(icon["src"]).status_code == 200
    assert f'href="/fr/manifest.webmanifest"' in client.get("/fr/").content.decode()  # noqa: F541


@pytest.mark.parametrize("size", [180, 192, 512])
def test_icons_are_square(client: Client, size: int) -> None:
    path = "/apple-touch-icon.png" if size == 180 else f"/icon-{size}.png"
    response = client.get(path)
    assert Image.open(io.BytesIO(response.content)).size == (size, size)
    assert client.get("/icon-33.png").status_code == 404


def test_an_icon_is_a_tile_of_the_theme(client: Client) -> None:
    assert client.get("/favicon.ico").status_code == 200
    assert client.get("/icon.svg").headers["Content-Type"] == "image/svg+xml"
    drawn = {icon_svg(theme) for theme in PRESETS.values()}
    assert len(drawn) == len(PRESETS)


def test_a_weakness_can_be_reported(client: Client) -> None:
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert lines["Contact"] == "mailto:essai@example.org"
    assert lines["Canonical"].endswith("/.well-known/security.txt")
    expires = lines["Expires"].replace("Z", "+00:00")
    assert clock.now() < clock.datetime.fromisoformat(expires) < clock.now() + timedelta(days=365)


def test_health_is_told(client: Client) -> None:
    assert client.get("/healthz").content == b"alive\n"
    ready = client.get("/readyz")
    assert ready.status_code in {200, 503}
    assert json.loads(ready.content)["database"] == "ok"
    for path in ("/healthz", "/readyz"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
        assert client.post(path, headers={"sec-fetch-site": "same-origin"}).status_code == 405
        assert Client(HTTP_HOST="portal").get(path).status_code == client.get(path).status_code


@pytest.mark.parametrize(
    ("headers", "environ", "status"),
    [({}, {"REMOTE_ADDR": "127.0.0.1"}, 200), ({}, {"REMOTE_ADDR": "::1"}, 200), ({}, {"REMOTE_ADDR": "192.0.2.1"}, 403),
     ({"x-forwarded-for": "127.0.0.1"}, {"REMOTE_ADDR": "127.0.0.1"}, 403), ({}, {"REMOTE_ADDR": ""}, 403),
     ({"authorization": "Bearer s3cret"}, {"REMOTE_ADDR": "192.0.2.1"}, 200),
     ({"authorization": "Bearer é"}, {"REMOTE_ADDR": "192.0.2.1"}, 403)],
)  # fmt: skip
def test_figures_are_for_those_who_watch(
    client: Client, settings: Any, headers: dict[str, str], environ: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = "s3cret"
    response = client.get("/metrics", headers=headers, **environ)
    assert response.status_code == status
    assert (b"tadamun_requests_total" in response.content) == (status == 200)
