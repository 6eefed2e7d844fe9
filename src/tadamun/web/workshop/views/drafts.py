"""What a phone sends of a listing: its words, its files in pieces, and that it is finished. docs/algorithms/offline.md"""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.goods.catalogue.contents import BadDraft
from tadamun.goods.catalogue.models import Draft
from tadamun.goods.catalogue.operations import BadPicture, TooManyDrafts, keep_draft, missing, store_picture
from tadamun.goods.stock.sending import FilesMissing, TooManyPieces, send_draft
from tadamun.kernel.uploads import BadUpload, WrongOffset, arrived, forget, receive_piece
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.web.shared.limits import TooOften, limit
from tadamun.web.workshop.access import Desk, desk_of
from tadamun.web.workshop.lesson_words import too_many
from tadamun.web.workshop.listing.files import keep_voice
from tadamun.web.workshop.listing.problems import draft_problem, upload_problem
from tadamun.web.workshop.listing.sent import helper_of, sent_page
from tadamun.web.workshop.once import told
from tadamun.web.workshop.phones import for_phone
from tadamun.web.workshop.wording import PICTURE_PROBLEMS

PIECES = (3000, 3600)  # of one organisation in an hour: a hundred photographs


def _state(draft: Draft, **more: Any) -> HttpResponse:
    """``key``: the draft this is now; another than was sent when both were kept."""
    return JsonResponse(
        {
            "key": str(draft.key), "revision": draft.revision, "copied": bool(draft.copy_of_id), "missing": missing(draft),
            "product": draft.sent_as.code if draft.sent_as else "", **more,
        }
    )  # fmt: skip


def _gone() -> HttpResponse:
    return told(404, "listing.unknown", _("This draft is not known here. Send it again."))


def _found(key: UUID) -> Draft | None:
    return Draft.objects.select_related("organisation", "sent_as").filter(key=key).first()


@require_POST
@for_phone
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """``{"content": …, "step": n, "seen": revision, "writer": phone, "edit": n}``."""
    try:
        said = json.loads(request.body)
        numbers = {name: int(said.get(name, 0)) for name in ("step", "seen", "edit")}
        kept = keep_draft(
            desk_of(request).organisation, key, said["content"], writer=str(said.get("writer", ""))[:40],
            step=numbers["step"], seen=numbers["seen"], edit=min(max(numbers["edit"], 0), 2**53),
        )  # fmt: skip
    except BadDraft as bad:
        return told(422, *draft_problem(bad), field=bad.field)
    except TooManyDrafts:
        return told(409, "listing.too_many", _("Too many drafts wait. Please send or remove some first."))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError):
        return told(400, "listing.refused", _("This request could not be read"))
    return _state(kept)


@require_http_methods(["GET", "PUT"])
@for_phone
def file(request: HttpRequest, key: UUID, digest: str) -> HttpResponse:
    """A piece of a picture or voice at ``Upload-Offset`` of ``Upload-Length``; GET says how much is there."""
    desk, found = desk_of(request), _found(key)
    if found is None:
        return _gone()
    if found.sent_as or digest not in missing(found):
        return JsonResponse({"offset": 0, "done": True})
    if request.method == "GET":
        return JsonResponse({"offset": arrived(desk.organisation.code, digest), "done": False})
    try:
        limit(f"pieces:{desk.organisation.pk}", times=PIECES[0], seconds=PIECES[1])
    except TooOften as wait:
        return told(
            429, "listing.wait", _("Please wait a little. It is sent later by itself."), wait=wait.wait
        )
    return _piece(request, desk, found, digest)


def _piece(request: HttpRequest, desk: Desk, found: Draft, digest: str) -> HttpResponse:
    owner = desk.organisation.code
    try:
        offset, length = (int(request.headers.get(f"Upload-{name}", "-1")) for name in ("Offset", "Length"))
        data = receive_piece(owner, digest, request.body, offset=offset, length=length)
        if data is None:
            return JsonResponse({"offset": arrived(owner, digest), "done": False})
        if digest == found.content["voice"]:
            keep_voice(desk, found, data, digest)
        else:
            store_picture(desk.organisation, data)
    except WrongOffset as wrong:
        return JsonResponse({"offset": wrong.offset, "done": False}, status=409)
    except BadUpload as bad:
        return told(413 if bad.code.startswith("too") else 422, *upload_problem(bad.code))
    except BadPicture as bad:
        forget(owner, digest)
        return told(422, f"listing.{bad.code}", str(PICTURE_PROBLEMS[bad.code]), file=digest)
    except RefusedRecording as refused:
        forget(owner, digest)
        return told(422, refused.key, str(refused), file=digest)
    except ValueError:
        return told(400, "listing.refused", _("This request could not be read"))
    forget(owner, digest)
    return JsonResponse({"offset": length, "done": True})


@require_POST
@for_phone
def sending(request: HttpRequest, key: UUID) -> HttpResponse:
    """She pressed send. The same product however often."""
    desk, found = desk_of(request), _found(key)
    if found is None:
        return _gone()
    try:
        product = send_draft(found, green_hand=desk.market.policy.green_hand, helper=helper_of(desk))
    except BadDraft as bad:
        return told(422, *draft_problem(bad), field=bad.field)
    except FilesMissing as lacking:
        return told(409, "listing.files", _("Pictures have not arrived yet."), missing=lacking.digests)
    except TooManyPieces as many:
        return told(422, "learn.first", too_many(many))
    return JsonResponse({"product": product.code, "to": sent_page(request, product.code)})
