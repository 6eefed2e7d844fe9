"""A list of members: headers in three languages, faults row by row, files that mean harm, and once however often sent."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from tadamun.kernel.scopes import everything
from tadamun.people.notices.models import Message
from tadamun.people.sellers.member_table import MOST_BYTES, MOST_ROWS, Entry, UnreadableTable, read_members
from tadamun.people.sellers.models import Maker, Member
from tadamun.people.sellers.operations import add_member
from tadamun.people.sellers.operations.members_file import Taken, take_members
from tests.factories import make_market, make_organisation, make_person


def craft_of(said: str) -> str:
    return {"زرابي": "carpets", "tapis": "carpets"}.get(said, "")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/"), body)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "الإسم الكامل,رقم الهاتف,الحرفة,رقم البطاقة\nخديجة,٠٦١٢٣٤٥٦٧٨,زرابي,ab 12".encode(),
        "﻿Nom et prénom;Téléphone;Métier;N° carte\nخديجة;06 12 34 56 78;tapis;AB 12\n".encode(),
        "Name\tPhone\tCraft\tCard number\nخديجة\t+212612345678\ttapis\tAB 12".encode("utf-16"),
        workbook(("Nom", "GSM", "Métier", "Carte"), ("خديجة", 612345678, "tapis", "AB 12"), (None, None)),
    ],
)
def test_the_same_member_however_it_is_written(data: bytes) -> None:
    entries, faults = read_members(data, craft_of)
    assert (entries, faults) == ([Entry(2, "خديجة", "+212612345678", "carpets", "AB 12")], [])


def test_faults_say_row_column_and_why() -> None:
    text = "Nom,Tel,Métier,Depuis\n,0612345678,tapis,\nA,12,,\nB,0612345679,fusées,\nC,0612345679,,99\n=HYPERLINK(1),,,\n"
    entries, faults = read_members(text.encode(), craft_of)
    assert [(each.row, each.column, each.code) for each in faults] == [
        (2, "Nom", "name_missing"), (3, "Tel", "phone"), (4, "Métier", "craft"), (5, "Depuis", "year"), (5, "Tel", "twice"),
    ]  # fmt: skip
    assert [each.name for each in entries] == ["=HYPERLINK(1)"]


@pytest.mark.parametrize("year", ["0202099999", "20201", "1899", "2.5", "-2020", "٢٢٠٢"])
def test_a_year_has_four_digits_and_is_not_far(year: str) -> None:
    entries, faults = read_members(f"Nom,Depuis\nA,{year}\nB,٢٠٢٠\n".encode(), craft_of)
    assert [each.code for each in faults] == ["year"] and [each.since for each in entries] == [2020]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"Nom\n", "empty"), (b"a,b\nc,d\n", "header"), (b"Nom\n" + b"x" * MOST_BYTES, "large"),
        (b"Nom\n" + b"x\n" * (MOST_ROWS + 1), "rows"), ("Nom\nقلب".encode("cp1256"), "encoding"), (b"%PDF-1.4", "kind"),
        (b"\xd0\xcf\x11\xe0old", "kind"), (b"PK\x03\x04broken", "kind"), (zipped(a=b"x"), "kind"),
        (zipped(xl__workbook=b"0" * (40 * 1024 * 1024)), "large"),
        (zipped(xl__workbook=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'), "kind"),
        (zipped(xl__workbook=b"<a/>"), "kind"), (b"Nom\nx\0y\n", "kind"),
        (b"Nom" + b"," * 60 + b"x\n" + b"a" + b"," * 60 + b"x", "columns"),
    ],
)  # fmt: skip
def test_a_nasty_file_is_refused_by_its_kind(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read_members(data, craft_of)
    assert refused.value.code == code


@pytest.mark.django_db
def test_the_same_list_twice_makes_nobody_twice() -> None:
    market = make_market()
    organisation, owner = make_organisation(market), make_person("+212612000001")
    add_member(organisation, owner)
    with everything("a test"):
        before = Maker.objects.count()
    entries = [
        Entry(2, "نعيمة", owner.phone or "", "carpets", "AB12"),
        Entry(3, "سعاد", "", "", "CD34"),
        Entry(4, "مريم"),
    ]
    assert take_members(organisation, market, entries, language="ar") == Taken(3, 0, 0, 0)
    assert take_members(organisation, market, entries, language="ar") == Taken(0, 0, 3, 0)
    changed = [Entry(2, "أخرى", owner.phone or "", "", "EF56"), Entry(3, "سعاد", "+212612000002", "", "CD34")]
    assert take_members(organisation, market, changed, language="ar", invite=True) == Taken(0, 2, 0, 1)
    assert take_members(organisation, market, changed, language="ar", invite=True) == Taken(0, 0, 2, 0)
    with everything("a test"):
        assert Maker.objects.count() == before + 3
        assert Maker.objects.get(person=owner).names == {"ar": "نعيمة"}
        assert Member.objects.get(person=owner).role == "owner"
        assert [row.to for row in Message.objects.filter(kind="member_invited")] == ["+212612000002"]
