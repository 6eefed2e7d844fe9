"""What a market knows of a label's number: whether it stands on the label's own list, and who else gave it."""

from collections.abc import Mapping
from typing import Any

from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Organisation, Requirement, Submission


def number_of(value: str) -> str:
    """Of an answer, ``NUMBER/YEAR``."""
    return value.rpartition("/")[0]


def listed(value: str, config: Mapping[str, Any]) -> bool:
    """Whether the number stands on the list that the office brought in."""
    return number_of(value) in config.get("numbers", ())


def also_given_by(requirement: Requirement, value: str, but: Organisation) -> list[Organisation]:
    """Others who gave the same number for a label of this market and were not refused: a label has one holder. One query."""
    with everything("who gave one number of a label to one market"):
        rows = Submission.objects.filter(
            requirement__market=requirement.market_id, requirement__kind=Requirement.Kind.LABEL,
            value__startswith=f"{number_of(value)}/",
        )  # fmt: skip
        rows = rows.exclude(organisation=but).exclude(state=Submission.State.REJECTED)
        return [
            row.organisation
            for row in rows.select_related("organisation", "requirement").defer("sealed")[:20]
            if row.requirement.config.get("label") == requirement.config.get("label")
            and number_of(row.value) == number_of(value)
        ]
