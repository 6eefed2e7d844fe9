"""The tables of sellers: who they are, what a market asks of them, what it decided, and who helps them."""

from tadamun.people.sellers.models.decisions import Appeal, Decision
from tadamun.people.sellers.models.grants import Grant, Proposal
from tadamun.people.sellers.models.organisations import Admission, Maker, Member, Organisation
from tadamun.people.sellers.models.requirements import (
    Application,
    CohortRegion,
    Document,
    Requirement,
    Submission,
)

__all__ = [
    "Admission", "Appeal", "Application", "CohortRegion", "Decision", "Document", "Grant", "Maker", "Member", "Organisation",
    "Proposal", "Requirement", "Submission",
]  # fmt: skip
