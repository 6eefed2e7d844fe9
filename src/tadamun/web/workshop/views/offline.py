"""The workshop as an app: the worker that serves it without a network, its page for then, its manifest."""

import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.ui.scripts import smaller
from tadamun.ui.tokens import LIGHT
from tadamun.ui.values import direction
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.themes import theme_of

ASSETS = (
    "ui/shell.js", "ui/voice.js", "ui/recorder.js", "workshop/queue.js", "workshop/workshop.js", "workshop/listing.js",
    "workshop/pictures.js", "workshop/sending.js", "workshop/good.svg",
)  # fmt: skip


@cache
def _source() -> str:
    """The queue and the worker: a worker that is a module is unknown to some browsers."""
    folder = files("tadamun.web.workshop").joinpath("static/workshop")
    return smaller(
        "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("queue.js", "worker.js"))
    )


def worker_script(language: str) -> str:
    """The same for everybody, and another one as soon as anything it keeps is."""
    home, assets = f"/{language}/workshop/", [static(name) for name in ASSETS]
    version = blake2b("".join([_source(), *assets]).encode(), digest_size=6).hexdigest()
    said = {"VERSION": version, "HOME": home, "OFFLINE": f"{home}offline/", "ASSETS": assets}
    constants = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    return constants + _source()


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Asked for anew at every visit: that is how a new version is noticed."""
    text = worker_script(in_market(request).language)
    return HttpResponse(
        text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown of a page that was never here. It says nothing of anybody."""
    home = f"/{in_market(request).language}/workshop/"
    context = {
        "home": home,
        "brand_url": home,
        "account_url": "",
        "languages": [],
        "help_url": "",
        "manifest_url": "",
    }
    answer = render(request, "workshop/offline/offline.html", context)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(plain: HttpRequest) -> HttpResponse:
    """The workshop on the home screen, in its language; photographs can be shared into a new product where that exists."""
    request = in_market(plain)
    market, language = request.market, request.language
    home, name = f"/{language}/workshop/", market.name(language)
    icons = [
        {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    shortcuts = [
        {"name": word, "url": home + path, "icons": icons[:1]}
        for word, path in (
            (_("Add a product"), "products/new/"),
            (_("Orders"), "orders/"),
            (_("Money"), "money/"),
        )
    ]
    mine = _("My workshop")
    sharing = {
        "action": f"{home}products/new/shared/", "method": "POST", "enctype": "multipart/form-data",
        "params": {"files": [{"name": "photos", "accept": ["image/*"]}]},
    }  # fmt: skip
    values = {
        "id": home, "name": f"{mine} – {name}", "short_name": mine[:24], "start_url": home,
        "scope": home, "display": "standalone", "lang": market.locale(language).replace("_", "-"),
        "dir": direction(language), "background_color": LIGHT["paper"], "theme_color": theme_of(market).accent,
        "icons": icons, "shortcuts": shortcuts, "share_target": sharing,
    }  # fmt: skip
    return JsonResponse(
        values, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
