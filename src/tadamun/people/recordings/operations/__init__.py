"""What may happen to a voice: it is kept, becomes a sentence of the workshop, is erased."""

from tadamun.people.recordings.operations.keeping import (
    MAX_BYTES,
    Upload,
    erase_recording,
    erase_recordings_of,
    erase_unneeded,
    store_recording,
)
from tadamun.people.recordings.operations.prompting import record_prompt, remove_prompt

__all__ = [
    "MAX_BYTES",
    "Upload",
    "erase_recording",
    "erase_recordings_of",
    "erase_unneeded",
    "record_prompt",
    "remove_prompt",
    "store_recording",
]
