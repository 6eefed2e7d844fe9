"""The application of one web worker: from the outside in, counting, files, compressing, kept pages, Django."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from tadamun.config.compressed import Compressed
from tadamun.config.files import Application, ByPrefix, Media, Voices
from tadamun.config.measured import Measured
from tadamun.config.orphans import end_with_parent
from tadamun.people.recordings.hearing import PREFIX

SOURCE = Path(__file__).resolve().parents[1]
MAKING = {".py", ".html", ".css", ".js", ".svg", ".mo", ".json"}
HASHED = r"^.+\.[0-9a-f]{12}\..+$"  # names with a hash of the content, as collectstatic writes them

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tadamun.config.settings")


def build() -> Application:
    """Put the layers together. Opens shared files: to be called in the process that will answer."""
    django = get_wsgi_application()
    # Imported here: they read models, which are ready only now.
    from tadamun.config.work import join_machines
    from tadamun.kernel.pagecache import peers
    from tadamun.kernel.pagecache.wsgi import PageCache
    from tadamun.web.shared.page_key import page_key
    from tadamun.web.shared.requests import Utf8Request

    django.request_class = Utf8Request
    join_machines()
    if settings.SEVERAL_MACHINES:
        peers.start()
    pages = PageCache(
        django,
        key_of=page_key,
        folder=settings.PAGE_CACHE["FOLDER"],
        enabled=settings.PAGE_CACHE["ENABLED"],
        session_cookie=settings.SESSION_COOKIE_NAME,
        release=release(),
    )
    compressed = Compressed(pages)
    media = Media(compressed, prefix=settings.MEDIA_URL, folder=settings.MEDIA_ROOT)
    static = WhiteNoise(
        compressed,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        immutable_file_test=HASHED,
        allow_all_origins=True,
    )
    voices = Voices(compressed, prefix=PREFIX, folder=settings.MEDIA_ROOT)
    files = {settings.STATIC_URL: static, settings.MEDIA_URL: media, PREFIX: voices}
    return Measured(ByPrefix(compressed, files))


def release() -> str:
    """Names the running software: pages that another one made are not shown.

    TADAMUN_RELEASE when it is set; otherwise a fingerprint of the files pages are made from, so that a change
    is seen after a restart without anybody raising a version.
    """
    if said := os.environ.get("TADAMUN_RELEASE"):
        return said
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in MAKING:
            state = path.stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


if os.environ.get("TADAMUN_SUPERVISOR") == str(os.getppid()):
    end_with_parent()

application = build()
