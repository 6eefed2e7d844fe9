"""What a market's own course may be about: the subjects of the shipped ones, and anything else; each has its picture."""

from tadamun.solidarity.training.shipped import plans

OTHER = "other"
_OTHERS_PICTURE = "people.star"


def subjects() -> list[str]:
    return [*(plan.slug for plan in plans()), OTHER]


def picture_of(subject: str) -> str:
    """Shown with the course, and where a step has no photograph."""
    return next((str(plan.content["picture"]) for plan in plans() if plan.slug == subject), _OTHERS_PICTURE)
