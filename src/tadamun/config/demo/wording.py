"""Titles and stories in three languages, composed of parts that agree with one another."""

from random import Random

from tadamun.config.demo.organisations import MakerPlan, OrganisationPlan
from tadamun.config.demo.recipes import Form, Recipe
from tadamun.config.demo.sources import LANGUAGES, Words, table

COMMA = {"ar": "، ", "fr": ", ", "en": ", "}
NUMBER = {"ar": "رقم {n}", "fr": "n°\u202f{n}", "en": "no. {n}"}
SIGNED = (
    {
        "ar": "العمل من توقيع {maker}، {org}، {place}.",
        "fr": "Pièce signée {maker}, {org}, {place}.",
        "en": "Signed by {maker}, {org}, {place}.",
    },
    {
        "ar": "من يد {maker} ({org}، {place}).",
        "fr": "De la main de {maker} ({org}, {place}).",
        "en": "By the hand of {maker} ({org}, {place}).",
    },
)
MADE_BY = {
    "ar": "من إنتاج {org}، {place}.",
    "fr": "Production : {org}, {place}.",
    "en": "Made by {org}, {place}.",
}
UNIQUE = {"ar": "قطعة واحدة لا تتكرر.", "fr": "Pièce unique.", "en": "One of a kind."}


def colour_words(colour: str, gender: str) -> Words:
    """The colour as it follows a noun of that Arabic gender."""
    row = table("palette")["colours"][colour]
    return {"ar": row[gender], "fr": row["fr"], "en": row["en"]}


def title(recipe: Recipe, form: Form, motif: Words, colour: str, number: int) -> Words:
    """``number`` above one is written at the end: the same title has been used before."""
    said = colour_words(colour, form.gender) if recipe.says_colour else None
    titles = {}
    for language in LANGUAGES:
        # Food has no colours to be named; what is said of it stands apart.
        text = form.names[language] + (" " if recipe.colours else COMMA[language]) + motif[language]
        if said:
            text += COMMA[language] + said[language]
        if number > 1:
            text += COMMA[language] + NUMBER[language].format(n=number)
        titles[language] = text
    return titles


def story(
    recipe: Recipe,
    organisation: OrganisationPlan,
    maker: MakerPlan | None,
    work: int,
    edition: int,
    chance: Random,
) -> Words:
    """How it was made, by whom, in how long. A maker who has not agreed is not named. ``edition``: 0 for none."""
    signed = chance.choice(SIGNED) if maker and maker.public_name("ar") and recipe.work else MADE_BY
    stories = {}
    for language in LANGUAGES:
        parts = [
            recipe.made[language],
            signed[language].format(
                maker=maker.public_name(language) if maker else "",
                org=organisation.names[language],
                place=organisation.place[language],
            ),
        ]
        if work:
            parts.append(days_of_work(work)[language])
        if recipe.mode == "unique":
            parts.append(UNIQUE[language])
        if edition:
            parts.append(edition_of(edition)[language])
        stories[language] = " ".join(parts)
    return stories


def days_of_work(days: int) -> Words:
    return {
        "ar": f"مدة العمل: {counted(days, 'يوم واحد', 'يومان', 'أيام', 'يومًا')}.",
        "fr": f"Environ {days} jour{'s' if days > 1 else ''} de travail.",
        "en": f"About {days} day{'s' if days > 1 else ''} of work.",
    }


def edition_of(pieces: int) -> Words:
    return {
        "ar": f"إصدار محدود: {counted(pieces, 'قطعة واحدة', 'قطعتان', 'قطع', 'قطعة')}.",
        "fr": f"Édition de {pieces} pièces.",
        "en": f"Edition of {pieces} pieces.",
    }


def counted(number: int, one: str, two: str, few: str, many: str) -> str:
    """A counted noun in Arabic, up to a hundred: the number decides the noun's form."""
    if number <= 2:
        return one if number == 1 else two
    return f"{number} {few if number <= 10 else many}"
