"""The plans of sellers and of the people who make for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tadamun.config.demo.chance import dice
from tadamun.config.demo.sources import Words, spoken, table

PEOPLES = {"dlala": "palestine", "dakhla": "sahara"}


@dataclass(frozen=True, slots=True)
class MakerPlan:
    """Someone who makes. ``consents``: what of her may be shown, of name, photo and voice."""

    names: Words
    woman: bool
    since: int
    craft: str
    consents: tuple[str, ...]

    def public_name(self, language: str) -> str:
        return self.names[language] if "name" in self.consents else ""


@dataclass(frozen=True, slots=True)
class OrganisationPlan:
    """A seller to be. ``phone`` is of no network in use; ``rib`` and ``ice`` are nobody's, with correct keys.

    ``ice`` and ``tax_id`` are empty for a seller abroad.
    """

    market: str
    slug: str
    kind: str
    region: str
    place: Words
    names: Words
    stories: Words
    crafts: tuple[str, ...]
    labels: tuple[str, ...]
    currency: str
    founded: int
    phone: str
    email: str
    rib: str
    ice: str
    tax_id: str
    makers: tuple[MakerPlan, ...]

    @property
    def alone(self) -> bool:
        """Its phone is that of its first maker."""
        return self.kind == "artisan"


@cache
def organisation_plans(market: str) -> tuple[OrganisationPlan, ...]:
    """The sellers of a market, in the order in which they are admitted."""
    return tuple(_organisation(market, at, row) for at, row in enumerate(table("organisations")[market]))


def _organisation(market: str, at: int, row: Mapping[str, Any]) -> OrganisationPlan:
    number = list(table("organisations")).index(market) * 30 + at + 1
    return OrganisationPlan(
        market=market,
        slug=row["slug"],
        kind=row["kind"],
        region=row["region"],
        place=spoken(row["place"]),
        names=spoken(row["names"]),
        stories=spoken(row["story"]),
        crafts=tuple(row["crafts"]),
        labels=tuple(row.get("labels", ())),
        currency=row.get("currency", "MAD"),
        founded=row["founded"],
        phone=demo_phone(number),
        email=f"{row['slug']}@{market}.example",
        rib=rib("007", "780", number),
        ice=ice(number) if row["region"].startswith("MA") else "",
        tax_id=f"{number:08d}" if row["region"].startswith("MA") else "",
        makers=tuple(_makers(market, row)),
    )


def demo_phone(number: int) -> str:
    """A Moroccan mobile number of a range that reads as an example: +212 600 000 NNN."""
    return f"+212600000{number:03d}"


def rib(bank: str, town: str, account: int) -> str:
    """A 24-digit Moroccan account number: key = 97 − (first 22 digits × 100 mod 97)."""
    body = f"{bank}{town}{account:016d}"
    return f"{body}{97 - int(body) * 100 % 97:02d}"


def ice(number: int) -> str:
    """A 15-digit identifier of an enterprise that cannot be: its nine digits begin with zeros, its key is right."""
    body = f"{number + 1000:09d}0000"
    return f"{body}{97 - int(body) * 100 % 97:02d}"


def _makers(market: str, row: Mapping[str, Any]) -> list[MakerPlan]:
    people = table("names")[PEOPLES.get(market, "morocco")]
    chance = dice("makers", row["slug"])
    families = chance.sample(people["families"], min(row["makers"], len(people["families"])))
    makers = []
    for at in range(row["makers"]):
        woman = chance.randint(1, 10) <= row["women"]
        given = chance.choice(people["women" if woman else "men"])
        family = families[at % len(families)]
        arabic, latin = f"{given[0]} {family[0]}", f"{given[1]} {family[1]}"
        makers.append(
            MakerPlan(
                names={"ar": arabic, "fr": latin, "en": latin},
                woman=woman,
                since=max(int(row["founded"]) - 10, 1975) + chance.randint(0, 25),
                craft=row["crafts"][at % len(row["crafts"])],
                consents=chance.choice([("name",), ("name", "photo"), ("name", "photo", "voice"), ()]),
            )
        )
    return makers
