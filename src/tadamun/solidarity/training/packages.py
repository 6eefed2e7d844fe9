"""A course as a folder that opens from a memory stick: plain pages, pictures and voices, with no address outside it."""

import io
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import override

from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.people.recordings.files import folder
from tadamun.people.recordings.models import Recording
from tadamun.solidarity.training.models import Course, Lesson
from tadamun.solidarity.training.own_pictures import is_own, picture_file
from tadamun.solidarity.training.pictures import draw
from tadamun.solidarity.training.queries import recordings_of

NO_VOICES: Mapping[str, Path] = MappingProxyType({})
VOICE = "voice.m4a"  # what every phone plays from a file
STYLE = (
    "body{margin:0 auto;max-width:36rem;padding:1rem;font:1.25rem/1.7 sans-serif;background:#fdf9f1;color:#2b2a27}"
    "img{width:100%;height:auto}a{display:block;padding:.75rem 1rem;margin:.5rem 0;background:#0f5e55;color:#fff;"
    "border-radius:.5rem;text-decoration:none}audio{width:100%;min-height:44px}"
)


def package(
    course: Course, market: Market, language: str, spoken: str, voices: Mapping[str, Path] = NO_VOICES
) -> bytes:
    """A zip with ``index.html``, a page for each lesson, ``pictures/`` and ``voices/`` in the spoken language asked for.
    ``voices``: step → a file that reads it where nobody recorded it.
    """
    with scope(market_id=market.pk), override(market.locale(language).lower()):
        lessons = list(Lesson.objects.filter(course=course, retired_at=None))
        files: dict[str, bytes] = {"style.css": STYLE.encode()}
        for name in {course.picture, *(step["picture"] for lesson in lessons for step in lesson.steps)}:
            if picture := _picture(market, name):
                files[_file(name)] = picture
        sounds = _sounds(lessons, spoken, voices)
        files |= {name: place.read_bytes() for name, place in sounds.values()}
        files["index.html"] = _index(course, lessons, market, language)
        for number, lesson in enumerate(lessons):
            then = lessons[number + 1] if number + 1 < len(lessons) else None
            files[f"{lesson.slug}.html"] = _page(
                lesson, then, language, {step: name for step, (name, _place) in sounds.items()}
            )
    return _zipped(files, f"{course.slug}-{language}")


def _sounds(lessons: list[Lesson], spoken: str, voices: Mapping[str, Path]) -> dict[str, tuple[str, Path]]:
    """Step → its file's name in the package, and where it lies now."""
    codes = recordings_of(lessons, spoken)
    rows = Recording.objects.filter(code__in=set(codes.values()))
    lying = {row.code: folder(row.key) / VOICE for row in rows}
    found = {step: (f"voices/{place.name}", place) for step, place in voices.items()}
    return found | {
        step: (f"voices/{code}.m4a", lying[code])
        for step, code in codes.items()
        if code in lying and lying[code].exists()
    }


def _file(name: str) -> str:
    return f"pictures/{name}.{'webp' if is_own(name) else 'svg'}"


def _picture(market: Market, name: str) -> bytes | None:
    if not is_own(name):
        return draw(name).encode()
    place = picture_file(market.pk, name)
    return place.read_bytes() if place.exists() else None


def _html(title: str, body: str, language: str) -> bytes:
    direction = "rtl" if language == "ar" else "ltr"
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="style.css"></head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    ).encode()


def _index(course: Course, lessons: list[Lesson], market: Market, language: str) -> bytes:
    links = "".join(
        f'<a href="{lesson.slug}.html">{number}. {escape(lesson.title(language))}</a>'
        for number, lesson in enumerate(lessons, 1)
    )
    about = escape(words(course.summaries, language))
    body = f'<img src="{_file(course.picture)}" alt=""><p>{about}</p>{links}<p>{escape(market.name(language))}</p>'
    return _html(course.title(language), body, language)


def _page(lesson: Lesson, then: Lesson | None, language: str, sounds: Mapping[str, str]) -> bytes:
    body = ""
    for step in lesson.steps:
        body += (
            f'<p><img src="{_file(step["picture"])}" alt=""><br>{escape(words(step["text"], language))}</p>'
        )
        if sound := sounds.get(step["key"]):
            body += f'<audio controls preload="none" src="{sound}"></audio>'
    if then:
        body += f'<a href="{then.slug}.html">{escape(then.title(language))}</a>'
    back = _("All lessons")
    body += f'<a href="index.html">{escape(back)}</a>'
    return _html(lesson.title(language), body, language)


def _zipped(files: dict[str, bytes], root: str) -> bytes:
    at = clock.now().timetuple()[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(str(PurePosixPath(root) / name), at)
            stored = name.endswith((".m4a", ".webp"))
            archive.writestr(info, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
