"""WebAuthn (level 3) with the fido2 library: keys are made for the host that was asked, and checked for it alone.

Challenges lie in the session, are good for five minutes and for one answer. Each market's host is a relying party of its own.
"""

import json
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tadamun.kernel import clock
from tadamun.people.accounts.models import Passkey, Person
from tadamun.people.accounts.operations import add_passkey, note_passkey_use
from tadamun.people.accounts.queries import passkey_named, passkeys_of
from tadamun.people.accounts.secrets import fingerprint
from tadamun.web.shared.markets import host_of
from tadamun.web.shared.middleware.origin import is_own_origin
from tadamun.web.shared.requests import in_market

STATE = "passkey"
SECONDS = 300
LONGEST = 20_000  # characters of an answer


class NotAKey(ValueError):
    """The answer does not prove a key of this host."""


def _server(request: HttpRequest) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(
        name=in_market(request).market.name(in_market(request).language), id=host_of(request.META)
    )
    return Fido2Server(entity, verify_origin=lambda origin: is_own_origin(origin, request.META))


def registration(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the phone is asked to make: a key it keeps and unlocks by finger, face or its own code."""
    host, name = host_of(request.META), person.display_name or person.phone or ""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            name=person.phone or name, id=fingerprint(f"passkey {person.pk}").encode(), display_name=name
        ),
        credentials=[_data(key) for key in passkeys_of(person) if key.host == host],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep(request, state)
    return dict(options)


def register(request: HttpRequest, person: Person, answer: str, name: str) -> Passkey:
    """Raises ``NotAKey`` or ``KnownPasskey``."""
    state = _state(request)
    try:
        made = _server(request).register_complete(state, _read(answer))
        data = made.credential_data
    except _WRONG as error:
        raise NotAKey from error
    if data is None:
        raise NotAKey
    return add_passkey(
        person, host=host_of(request.META), credential_id=websafe_encode(data.credential_id),
        credential=websafe_encode(bytes(data)), sign_count=made.counter, name=name,
    )  # fmt: skip


def asking(request: HttpRequest) -> dict[str, Any]:
    """What the phone is asked to prove; it says itself whose key it is, so nobody is named."""
    options, state = _server(request).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    _keep(request, state)
    return dict(options)


def whose(request: HttpRequest, answer: str) -> Passkey:
    """The key that answered; its use is noted. Raises ``NotAKey``, with the same words for every reason."""
    state = _state(request)
    try:
        said = AuthenticationResponse.from_dict(_read(answer))
        key = passkey_named(websafe_encode(said.raw_id), host_of(request.META))
        if key is None:
            raise NotAKey
        _server(request).authenticate_complete(state, [_data(key)], said)
        count = said.response.authenticator_data.counter
    except _WRONG as error:
        raise NotAKey from error
    if not note_passkey_use(key, count):
        raise NotAKey
    return key


# What the library raises for an answer that is damaged, forged, or of another kind.
_WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


def _data(key: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(key.credential))


def _read(answer: str) -> dict[str, Any]:
    if not 0 < len(answer) <= LONGEST:
        raise NotAKey
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise NotAKey
    return said


def _keep(request: HttpRequest, state: dict[str, Any]) -> None:
    request.session[STATE] = {**state, "at": clock.now().timestamp()}


def _state(request: HttpRequest) -> dict[str, Any]:
    """Taken out: a challenge is answered once."""
    state = request.session.pop(STATE, None)
    if not isinstance(state, dict) or clock.now().timestamp() - state.get("at", 0) > SECONDS:
        raise NotAKey
    return state
