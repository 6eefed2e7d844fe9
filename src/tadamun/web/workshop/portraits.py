"""Her picture and her voice: taken, replaced, put away; each is seen by others once she said yes to this very one."""

from datetime import datetime

from django.http import HttpRequest

from tadamun.goods.catalogue.operations import BadPicture, store_portrait
from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations import PARTS, keep_part
from tadamun.showcase.window.pictures import picture_url
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.listing.files import recorded
from tadamun.web.workshop.undo import Change
from tadamun.web.workshop.wording import PICTURE_PROBLEMS

WIDTH = 240
MOST_VOICE = 12 * 1024 * 1024 + 1


class Unusable(ValueError):
    """What was sent is no picture or voice: the sentence for her, and the key that speaks it."""

    def __init__(self, say: str, sentence: str) -> None:
        super().__init__(sentence)
        self.say, self.sentence = say, sentence


def portrait_of(maker: Maker) -> str:
    """Its address for herself, whether or not others see it; else empty, and her tile stands for her."""
    return picture_url(maker.portrait, WIDTH, "webp") if maker.portrait else ""


def changed(request: HttpRequest, desk: Desk, maker: Maker) -> Change | None:
    """What this form does to her picture or her voice; nothing where it holds neither. Raises ``Unusable``."""
    found = _sent(request, desk)
    return _kept(maker, *found) if found else None


def _sent(request: HttpRequest, desk: Desk) -> tuple[str, str] | None:
    """Which of the two, and what it is from now on."""
    if (part := request.POST.get("away", "")) in PARTS:
        return part, ""
    if picture := request.FILES.get("camera") or request.FILES.get("gallery"):
        return "photo", _stored(picture.read(MAX_BYTES + 1))
    if voice := request.FILES.get("voice"):
        return "voice", _recorded(desk, voice.read(MOST_VOICE))
    return None


def taken_back(maker: Maker, change: Change) -> bool:
    """Her picture or voice as it was, and what she had said of it; unless another came meanwhile."""
    value, consented = change.before
    if getattr(maker, PARTS[change.sku]) != change.after:
        return False
    keep_part(maker, change.sku, value, consented_at=datetime.fromisoformat(consented) if consented else None)
    return True


def _kept(maker: Maker, part: str, value: str) -> Change:
    given = getattr(maker, f"{part}_consent_at")
    before = [getattr(maker, PARTS[part]), given.isoformat() if given else ""]
    keep_part(maker, part, value)
    return Change("portrait", maker.code, part, before, value)


def _stored(data: bytes) -> str:
    try:
        return store_portrait(data)
    except BadPicture as bad:
        raise Unusable(f"listing.{bad.code}", str(PICTURE_PROBLEMS[bad.code])) from bad


def _recorded(desk: Desk, data: bytes) -> str:
    try:
        return recorded(desk, data).code
    except RefusedRecording as refused:
        raise Unusable(refused.key, str(refused)) from refused
