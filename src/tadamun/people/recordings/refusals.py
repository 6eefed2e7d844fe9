"""Why a voice is not kept, each in a sentence for the person who sent it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RefusedRecording(ValueError):
    """Nothing was written. ``sentence`` is said to whoever sent it, ``key`` names the prompt that speaks it."""

    sentence: str | Promise = _("This recording could not be kept. Please record it again.")
    key = "voice.refused"

    def __init__(self) -> None:
        super().__init__(self.key)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAVoice(RefusedRecording):
    sentence = _("This file is no sound, or is broken. Please record it again.")
    key = "voice.not_a_voice"


class TooLong(RefusedRecording):
    sentence = _("This recording is too long. Please say it in fewer words.")
    key = "voice.too_long"


class TooLarge(RefusedRecording):
    sentence = _("This file is too large. Please record it again, or send a shorter one.")
    key = "voice.too_large"


class NothingHeard(RefusedRecording):
    sentence = _("Nothing can be heard. Please hold the phone nearer and record it again.")
    key = "voice.nothing_heard"
