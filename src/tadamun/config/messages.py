"""The words people read: collected from the code, merged from translators' files, compiled and checked.

One gettext catalogue per language in ``locale/``. English is in the code itself. ``ar`` and ``fr`` are
complete; ``ar_MA`` holds only what is said otherwise in Morocco and is compiled together with ``ar``. Nothing
here needs GNU gettext or a configured project.
"""

import fcntl
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
LOCALE = SOURCE / "locale"
COMPLETE = ("ar", "fr")
PARTIAL = {"ar_MA": "ar"}  # what a regional catalogue falls back to
PLURALS = {
    "ar": "nplurals=6; plural=n==0?0 : n==1?1 : n==2?2 : n%100>=3 && n%100<=10?3 : n%100>=11?4 : 5;",
    "fr": "nplurals=2; plural=n > 1;",
}
FORMS = {"ar": 6, "fr": 2, "ar_MA": 6}
CONTEXT = "\u0004"  # between context and msgid, as in compiled catalogues

KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Identity = tuple[str | None, str]  # context and msgid


@dataclass
class Message:
    """One text of the code, with the files that say it."""

    msgid: str
    plural: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def identity(self) -> Identity:
        return self.context, self.msgid


@dataclass(frozen=True)
class Merged:
    """What became of a translators' file: how many words were taken, and which the code does not say."""

    taken: int
    unknown: tuple[str, ...]


# -- collecting ----------------------------------------------------------------------------------------------


def collect(source: Path = SOURCE) -> dict[Identity, Message]:
    """Every text in the code and templates below ``source``."""
    found: dict[Identity, Message] = {}
    for path in sorted(source.rglob("*")):
        if (
            path.suffix in {".py", ".html", ".txt", ".xml"}
            and "migrations" not in path.parts
            and path.is_file()
        ):
            for context, msgid, plural in _texts_of(path):
                message = found.setdefault((context, msgid), Message(msgid, plural, context))
                message.plural = message.plural or plural
                message.files.add(path.relative_to(source.parent.parent).as_posix())
    return found


def _texts_of(path: Path) -> Iterator[tuple[str | None, str, str]]:
    text = path.read_text(encoding="utf-8")
    if "trans" not in text and "gettext" not in text and "_(" not in text:
        return
    if path.suffix != ".py":
        # What is left of the template's layout would look like wrong indentation to the tokenizer.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    keywords = KEYWORDS | _own_names(text) if path.suffix == ".py" else KEYWORDS
    for _line, said, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=keywords):
        msgid, plural = said if isinstance(said, tuple) else (said, "")
        if msgid:
            yield context, msgid, plural


IMPORTED = re.compile(
    r"^from (?:gettext|django\.utils\.translation) import ([^(\n]+|\([^)]*\))", re.MULTILINE
)
RENAMED = re.compile(r"\b([np]*gettext(?:_lazy)?) as (\w+)")


def _own_names(text: str) -> dict[str, Any]:
    """Other names a module gives gettext: ``from gettext import ngettext as _n``."""
    renamed = [pair for names in IMPORTED.findall(text) for pair in RENAMED.findall(names)]
    return {name: KEYWORDS[function] for function, name in renamed}


# -- catalogues ----------------------------------------------------------------------------------------------


def path_of(language: str, locale: Path = LOCALE) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


@contextmanager
def _alone(locale: Path) -> Iterator[None]:
    """One writer of the catalogues at a time."""
    locale.mkdir(parents=True, exist_ok=True)
    handle = os.open(locale, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _load(language: str, locale: Path) -> polib.POFile:
    path = path_of(language, locale)
    catalogue = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "tadamun",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[PARTIAL.get(language, language)],
    }
    return catalogue


def _save(catalogue: polib.POFile, language: str, locale: Path) -> bool:
    """Write the catalogue in a steady order; False if nothing changed."""
    path = path_of(language, locale)
    catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    text = f"{catalogue}\n".replace("\n\n\n", "\n\n")
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".po.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return True


def _identity(entry: polib.POEntry) -> Identity:
    return entry.msgctxt, entry.msgid


def update(source: Path = SOURCE, locale: Path = LOCALE) -> dict[str, int]:
    """Bring the catalogues in step with the code; returns how many texts each lacks.

    New texts come in empty, texts the code no longer says go, translations stay.
    """
    found = collect(source)
    with _alone(locale):
        return {language: _update(language, found, locale) for language in (*COMPLETE, *PARTIAL)}


def _update(language: str, found: Mapping[Identity, Message], locale: Path) -> int:
    catalogue = _load(language, locale)
    had = {_identity(entry): entry for entry in catalogue}
    catalogue.clear()
    for identity, message in found.items():
        entry = had.get(identity)
        if entry is None and language in PARTIAL:
            continue
        catalogue.append(_in_step(entry, message, FORMS[language]))
    _save(catalogue, language, locale)
    return sum(not _is_translated(entry) for entry in catalogue)


def _in_step(entry: polib.POEntry | None, message: Message, forms: int) -> polib.POEntry:
    new = polib.POEntry(msgid=message.msgid, msgctxt=message.context)
    new.occurrences = [(file, "") for file in sorted(message.files)]
    if message.plural:
        new.msgid_plural = message.plural
        kept = dict(entry.msgstr_plural) if entry is not None and entry.msgid_plural else {}
        new.msgstr_plural = {number: kept.get(number, "") for number in range(forms)}
    else:
        new.msgstr = entry.msgstr if entry is not None and not entry.msgid_plural else ""
    return new


def _is_translated(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def merge_words(files: Iterable[Path], locale: Path = LOCALE) -> Merged:
    """Take translations from JSON files: ``{msgid: {"fr": …, "ar": …, "ar_MA": …}}``.

    Plurals have lists, one text per form; a context stands before the msgid, divided by ``\\u0004``. A file
    of translations wins over what the catalogue had. Folders are read whole.
    """
    paths = [
        path for given in files for path in (sorted(given.glob("*.json")) if given.is_dir() else [given])
    ]
    taken = 0
    unknown: set[str] = set()
    with _alone(locale):
        catalogues = {language: _load(language, locale) for language in (*COMPLETE, *PARTIAL)}
        known = {_identity(entry): entry for entry in catalogues["ar"]}
        for path in paths:
            for key, said in json.loads(path.read_text(encoding="utf-8")).items():
                identity = _find(key, known)
                if identity is None:
                    unknown.add(key)
                    continue
                for language, text in said.items():
                    if language in catalogues:
                        taken += _take(catalogues[language], known[identity], text)
        for language, catalogue in catalogues.items():
            _save(catalogue, language, locale)
    return Merged(taken, tuple(sorted(unknown)))


def _find(key: str, known: Mapping[Identity, polib.POEntry]) -> Identity | None:
    context, _, msgid = key.rpartition(CONTEXT)
    # A percent sign of a template is doubled in its msgid, which translators need not know.
    for candidate in ((context or None, msgid), (context or None, msgid.replace("%", "%%"))):
        if candidate in known:
            return candidate
    return None


def _take(catalogue: polib.POFile, model: polib.POEntry, text: str | list[str]) -> bool:
    """Put one translation into a catalogue; False if it has another shape than the text of the code."""
    entry = catalogue.find(model.msgid, msgctxt=model.msgctxt or False)
    if entry is None or entry.msgctxt != model.msgctxt:
        entry = polib.POEntry(
            msgid=model.msgid,
            msgctxt=model.msgctxt,
            msgid_plural=model.msgid_plural,
            occurrences=model.occurrences,
        )
        catalogue.append(entry)
    if model.msgid_plural:
        entry.msgstr_plural = dict(enumerate([text] if isinstance(text, str) else text))
    else:
        entry.msgstr = text if isinstance(text, str) else text[0]
    return True


# -- compiling -----------------------------------------------------------------------------------------------


def compile_all(locale: Path = LOCALE, *, stale_only: bool = False) -> list[str]:
    """Write the binary catalogues; returns the languages that were written."""
    written = []
    for language in (*COMPLETE, *PARTIAL):
        sources = [path_of(name, locale) for name in (language, PARTIAL.get(language)) if name]
        sources = [path for path in sources if path.exists()]
        target = path_of(language, locale).with_suffix(".mo")
        if not sources:
            continue
        if (
            stale_only
            and target.exists()
            and target.stat().st_mtime >= max(p.stat().st_mtime for p in sources)
        ):
            continue
        _compile(language, locale, target)
        written.append(language)
    return written


def _compile(language: str, locale: Path, target: Path) -> None:
    catalogue = _load(language, locale)
    if language in PARTIAL:
        # Django asks its own catalogues before it falls back to a region's language; so the region's is
        # whole.
        own = {_identity(entry) for entry in catalogue if _is_translated(entry)}
        catalogue.extend(entry for entry in _load(PARTIAL[language], locale) if _identity(entry) not in own)
    for entry in catalogue:
        # polib leaves out what is not translated, and English then shows through.
        if entry.msgid_plural and not _is_translated(entry):
            entry.msgstr_plural = {}
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(f".{os.getpid()}")
    catalogue.save_as_mofile(str(beside))
    beside.replace(target)


# -- checking ------------------------------------------------------------------------------------------------

PLACEHOLDER = re.compile(r"%\(\w+\)[sdfr]|%[sdfr]|\{\w*\}|%%")

# Words of the glossary that were got wrong elsewhere, by language: the pattern, and what is meant.
FORBIDDEN: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "ar": (
        (re.compile(r"عربة|عربتك|العربة"), "basket is السلة, never عربة"),
        (re.compile(r"^(إلى )?الخروج$|الخروج من السلة"), "checkout is إتمام الطلب, never الخروج"),
        (re.compile(r"^(تم )?(ال)?رفض(ها|ه|ت)?\.?$"), "رفض stands never alone: say what was not accepted"),
    ),
    "fr": (
        (re.compile(r"(?i)\bchariot\b"), "basket is panier"),
        (re.compile(r"\w'\w"), "the apostrophe is ’"),
        (re.compile(r'(?<![=(])"(?![)>])'), "quotation marks are « »"),
    ),
}


def check(source: Path = SOURCE, locale: Path = LOCALE) -> list[str]:
    """What is wrong with the catalogues, one sentence each; empty when all is well."""
    found = collect(source)
    problems: list[str] = []
    for language in (*COMPLETE, *PARTIAL):
        entries = {_identity(entry): entry for entry in _load(language, locale) if not entry.obsolete}
        problems.extend(
            f"{language}: the code no longer says {shown(i)}" for i in entries.keys() - found.keys()
        )
        if language in COMPLETE:
            problems.extend(f"{language}: lacks {shown(i)}" for i in found.keys() - entries.keys())
        for identity, entry in entries.items():
            problems.extend(
                f"{language}: {shown(identity)}: {problem}" for problem in _problems(entry, language)
            )
    return sorted(problems)


def shown(identity: Identity) -> str:
    context, msgid = identity
    text = msgid if len(msgid) <= 70 else f"{msgid[:69]}…"
    return f"{text!r} ({context})" if context else repr(text)


def _problems(entry: polib.POEntry, language: str) -> Iterator[str]:
    if entry.fuzzy:
        yield "marked as fuzzy"
    if not _is_translated(entry):
        yield "not translated"
        return
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(texts) != FORMS[language]:
        yield f"{len(texts)} plural forms instead of {FORMS[language]}"
    yield from _placeholder_problems(entry, texts)
    for pattern, meant in FORBIDDEN[PARTIAL.get(language, language)]:
        if any(pattern.search(text) for text in texts):
            yield meant


def _placeholder_problems(entry: polib.POEntry, texts: list[str]) -> Iterator[str]:
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for text in texts:
        there = set(PLACEHOLDER.findall(text))
        if there - wanted:
            yield f"has {', '.join(sorted(there - wanted))}, which the English has not"
        # One, two and zero are often said without the number, so a plural form may leave it out.
        if wanted - there and not entry.msgid_plural:
            yield f"lacks {', '.join(sorted(wanted - there))}"
    for mark in ("\n",):
        if any(text.startswith(mark) != entry.msgid.startswith(mark) for text in texts):
            yield "begins otherwise than the English: with or without a new line"
