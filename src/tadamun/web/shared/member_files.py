"""A list of members as both doors take it: looked at first, then brought in; between the two it travels signed in the page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tadamun.goods.catalogue.crafts import crafts
from tadamun.people.markets.models import Market
from tadamun.people.sellers.member_table import (
    MOST_BYTES,
    Entry,
    Fault,
    UnreadableTable,
    plain_word,
    read_members,
)
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations.members_file import Taken, take_members
from tadamun.web.shared.spreadsheets import csv_file

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise
else:
    from django.utils.functional import Promise

SALT, HOURS = "tadamun.members", 2
SHOWN = 100

FAULTS: dict[str, Promise] = {
    "name_missing": _("The name is missing."),
    "phone": _("This is no phone number. It has 10 digits, for example 0612345678."),
    "craft": _("We do not know this craft. Leave it empty or use a word of the shop."),
    "card": _("This number is too long for a card."),
    "year": _("This is no year."),
    "twice": _("This stands in the file twice."),
}
UNREADABLE: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "large": _("The file is too large: 2 MB and 2,000 members at most."),
    "rows": _("The file is too large: 2 MB and 2,000 members at most."),
    "columns": _("The file has too many columns."),
    "encoding": _("The letters cannot be read. Please save the file as Excel (xlsx) or CSV UTF-8."),
    "kind": _("This is no table. Please send an Excel (xlsx) or CSV file."),
    "header": _("The first row must name the columns, one of them: name."),
}


@lru_cache(maxsize=1)
def _craft_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for slug, craft in crafts().items():
        words: Iterable[str] = [
            slug, *craft.names.values(), *(word for row in craft.synonyms.values() for word in row)
        ]  # fmt: skip
        for word in words:
            found.setdefault(plain_word(word), slug)
    return found


def craft_of(said: str) -> str:
    return _craft_words().get(plain_word(said), "")


class MembersFileForm(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label=_("The list (Excel or CSV)"),
        help_text=_("First row: name, phone, craft, card number, since. Only the name is needed."),
        error_messages={"required": _("Please choose a file."), "empty": UNREADABLE["empty"]},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )  # fmt: skip

    def read(self) -> tuple[list[Entry], list[Fault]] | None:
        """``None`` when it cannot be read, and the form says why."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            if (file.size or 0) > MOST_BYTES:
                raise UnreadableTable("large")
            return read_members(file.read(), craft_of)
        except UnreadableTable as error:
            self.add_error("file", UNREADABLE[error.code])
            return None


@dataclass(frozen=True, slots=True)
class Look:
    """What the list says, as it is shown before anything is written. ``token`` carries it to the next step."""

    entries: list[Entry]
    faults: list[Fault]
    token: str

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN]

    @property
    def said(self) -> list[tuple[Fault, Promise]]:
        return [(fault, FAULTS[fault.code]) for fault in self.faults[:SHOWN]]


def look(organisation: Organisation, entries: list[Entry], faults: list[Fault]) -> Look:
    said = {
        "organisation": organisation.code, "entries": [asdict(each) for each in entries],
        "faults": [asdict(each) for each in faults],
    }  # fmt: skip
    return Look(entries, faults, signing.dumps(said, salt=SALT, compress=True))


def looked_at(organisation: Organisation, token: str) -> Look | None:
    """The same list again; ``None`` when it is another's, too old, or not ours."""
    try:
        said = signing.loads(token, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    if said["organisation"] != organisation.code:
        return None
    return Look(
        [Entry(**each) for each in said["entries"]], [Fault(**each) for each in said["faults"]], token
    )


def take(organisation: Organisation, market: Market, found: Look, *, language: str, invite: bool) -> Taken:
    return take_members(organisation, market, found.entries, language=language, invite=invite)


def summary(taken: Taken) -> str:
    """In one sentence."""
    count = taken.new
    new = ngettext("%(count)s member is new", "%(count)s members are new", count) % {"count": count}
    rest = _say("%(changed)s changed, %(same)s as before, %(invited)s invited.") % {
        "changed": taken.changed, "same": taken.same, "invited": taken.invited,
    }  # fmt: skip
    return f"{new}, {rest}"


def faults_file(found: Look) -> HttpResponse:
    """Row, column, reason and what stood there, in the reader's language."""
    head = [_say("Row"), _say("Column"), _say("Reason"), _say("Value")]
    rows = [(each.row, each.column, str(FAULTS[each.code]), each.value) for each in found.faults]
    return csv_file("members-problems", head, rows)
