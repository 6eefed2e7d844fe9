"""A reason that the team speaks."""

from typing import Any

from tadamun.people.recordings.operations import store_recording
from tadamun.web.backoffice.requests import OfficeRequest


def kept_voice(request: OfficeRequest, upload: Any) -> str:
    """Code of the recording, empty without one. Raises ``RefusedRecording``. Not inside a transaction."""
    if not upload:
        return ""
    by = str(request.person.reference)
    return store_recording(upload, owner=request.market.reference, by=by, market_id=request.market.pk).code
