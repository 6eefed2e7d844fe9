"""Credentials have the fields that Open Badges 3.0 asks for, and a signature that anybody can check."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.badge_keys import opened
from tadamun.solidarity.training.models import Certificate, IssuerKey, Learner
from tadamun.solidarity.training.operations import agree_to_name, issuer_key, revoke_certificate, sign_off
from tests.solidarity.training.conftest import skill

pytestmark = pytest.mark.django_db
# Path → what stands there: from the tables of the specification (appendix B.1 and 8.2), with its cardinality of one or more.
FIELDS: dict[str, type | str] = {
    "@context": list, "id": str, "type": list, "name": str, "issuer.id": str, "issuer.type": list, "issuer.name": str,
    "issuer.url": str, "validFrom": str, "credentialSubject.type": list, "credentialSubject.id": str,
    "credentialSubject.achievement.id": str, "credentialSubject.achievement.type": list,
    "credentialSubject.achievement.name": str, "credentialSubject.achievement.description": str,
    "credentialSubject.achievement.criteria.narrative": str, "credentialStatus.id": str,
    "credentialStatus.type": "1EdTechRevocationList", "credentialSchema": list,
    "iss": str, "jti": str, "sub": str, "nbf": int,
}  # fmt: skip


@pytest.fixture
def certificate(market: Market, learner: Learner, trainer: Person) -> Certificate:
    sign_off([learner], skill(market, "e_payment"), by=trainer)
    with scope(market_id=market.pk):
        return Certificate.objects.get()


@pytest.fixture
def anybody(market: Market) -> Client:
    return Client(HTTP_HOST=f"{market.slug}.localhost")


def at(said: Any, path: str) -> Any:
    for part in path.split("."):
        said = said[part]
    return said


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def read(anybody: Client, certificate: Certificate) -> tuple[dict[str, Any], dict[str, Any], str]:
    token = anybody.get(f"/badges/credentials/{certificate.code}").content.decode()
    head, body, _ = token.split(".")
    parts = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body)]
    return parts[0], parts[1], token


@pytest.mark.broad
def test_a_credential_is_one_that_others_can_read(anybody: Client, certificate: Certificate) -> None:
    head, said, token = read(anybody, certificate)
    for path, kind in FIELDS.items():
        found = at(said, path)
        assert found == kind if isinstance(kind, str) else isinstance(found, kind) and found, path
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["iss"] == said["issuer"]["id"] and said["jti"] == said["id"]
    assert said["sub"] == said["credentialSubject"]["id"]
    assert "vc" not in said and "proof" not in said
    assert head["alg"] == "RS256" and head["typ"] == "JWT"
    public = anybody.get(path_of(head["kid"])).json()
    assert set(public) == {"kid", "kty", "n", "e", "alg", "use"}
    assert opened(token, public) == said
    assert public["kid"] in {each["kid"] for each in anybody.get("/badges/keys.json").json()["keys"]}
    for path in ("issuer.id", "credentialSubject.achievement.id", "credentialStatus.id"):
        answer = anybody.get(path_of(at(said, path)))
        assert answer.status_code == 200 and answer.json()["id"] == at(said, path)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.broad
def test_what_was_changed_is_not_believed(market: Market, anybody: Client, certificate: Certificate) -> None:
    head, said, token = read(anybody, certificate)
    public = anybody.get(path_of(head["kid"])).json()
    parts = token.split(".")
    forged = base64.urlsafe_b64encode(json.dumps({**said, "name": "other"}).encode()).rstrip(b"=").decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    for wrong in (".".join([parts[0], forged, parts[2]]), ".".join([none, parts[1], ""]), "x", "a.b.c"):
        assert opened(wrong, public) is None
    with scope(market_id=market.pk):
        key = IssuerKey.objects.get()
    assert issuer_key(market) == key and "PRIVATE" not in key.sealed


@pytest.mark.broad
def test_a_name_is_in_it_with_consent_alone_and_revocations_are_listed(
    anybody: Client, certificate: Certificate, learner: Learner
) -> None:
    assert "زينب" not in json.dumps(read(anybody, certificate)[1], ensure_ascii=False)
    agree_to_name(learner, True)
    assert read(anybody, certificate)[1]["credentialSubject"]["identifier"][0]["identityHash"] == "زينب"
    assert anybody.get("/badges/revocations.json").json()["revokedCredential"] == []
    revoke_certificate(certificate, reason="سبب")
    [row] = anybody.get("/badges/revocations.json").json()["revokedCredential"]
    assert row["id"].endswith(f"/badges/credentials/{certificate.code}")
    assert row["revoked"] and row["revocationReason"] == "سبب"
    for wrong in ("credentials/NOTHING", "keys/nothing.json", "achievements/nothing.json"):
        assert anybody.get(f"/badges/{wrong}").status_code == 404
