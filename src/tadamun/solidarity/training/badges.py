"""Certificates as Open Badges 3.0 credentials: JSON-LD of 1EdTech and W3C, signed as a JSON Web Token.

Source: Open Badges 3.0, 8.2 (JSON Web Token proof) and appendix B (data model); W3C Verifiable Credentials 2.0.
"""

import uuid
from datetime import datetime
from typing import Any

from tadamun.kernel.links import link
from tadamun.kernel.scopes import scope
from tadamun.kernel.sealed import unseal
from tadamun.kernel.text import words
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training import badge_keys
from tadamun.solidarity.training.models import Certificate, Course, Revocation
from tadamun.solidarity.training.operations.certifying import issuer_key

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def profile(market: Market, language: str) -> dict[str, Any]:
    """Who issues: a Profile object."""
    return {
        "id": link("badge_issuer", market=market), "type": ["Profile"], "name": market.name(language),
        "url": link("badge_site", market=market),
    }  # fmt: skip


def achievement(market: Market, course: Course, language: str) -> dict[str, Any]:
    """What a certificate attests: an Achievement object."""
    skills = [words(skill.names, language) for skill in course.skills.filter(retired_at=None)]
    return {
        "id": link("badge_achievement", market=market, slug=course.slug), "type": ["Achievement"],
        "achievementType": "Certificate", "inLanguage": language, "name": course.title(language),
        "description": words(course.summaries, language), "criteria": {"narrative": "; ".join(skills)},
    }  # fmt: skip


def credential(certificate: Certificate, language: str, *, holder: Person | None = None) -> dict[str, Any]:
    """An OpenBadgeCredential. ``holder``: she takes it herself, with her name in it."""
    market = certificate.market
    address = link("badge_credential", market=market, code=certificate.code)
    subject: dict[str, Any] = {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}", "type": ["AchievementSubject"],
        "achievement": achievement(market, certificate.course, language),
    }  # fmt: skip
    if holder and holder.display_name:
        subject["identifier"] = [
            {
                "type": "IdentityObject", "hashed": False, "identityHash": holder.display_name, "identityType": "name",
            }
        ]  # fmt: skip
    return {
        "@context": list(CONTEXT), "id": address, "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words(certificate.titles, language), "issuer": profile(market, language),
        "validFrom": _stamp(certificate.issued_at), "credentialSubject": subject,
        "credentialStatus": {
            "id": link("badge_revocations", market=market), "type": "1EdTechRevocationList",
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "evidence": [
            {
                "id": link("certificate", market=market, language=language, code=certificate.code),
                "type": ["Evidence"], "name": certificate.number,
            }
        ],
    }  # fmt: skip


def signed(certificate: Certificate, language: str, *, holder: Person | None = None) -> str:
    """The credential as a JSON Web Token: its members stand at the top of the payload beside the registered claims."""
    key = issuer_key(certificate.market)
    said = credential(certificate, language, holder=holder)
    claims = {
        "iss": said["issuer"]["id"], "jti": said["id"], "sub": said["credentialSubject"]["id"],
        "nbf": int(certificate.issued_at.timestamp()),
    }  # fmt: skip
    kid = link("badge_key", market=certificate.market, kid=key.kid)
    return badge_keys.sign({**said, **claims}, private=unseal(key.sealed), kid=kid)


def revocation_list(market: Market) -> dict[str, Any]:
    """What the market has revoked, with its public reasons: a 1EdTech Revocation List."""
    with scope(market_id=market.pk):
        rows = Revocation.objects.select_related("certificate").order_by("pk")
        revoked = [
            {
                "id": link("badge_credential", market=market, code=row.certificate.code), "revoked": True,
                "revocationReason": row.reason,
            }
            for row in rows
        ]  # fmt: skip
    return {
        "id": link("badge_revocations", market=market), "issuer": link("badge_issuer", market=market),
        "revokedCredential": revoked,
    }  # fmt: skip
