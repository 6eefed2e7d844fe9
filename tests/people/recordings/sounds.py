"""Recordings as phones make them, made here by the same library that reads them."""

import io
import math
from array import array

import av
from av.audio.frame import AudioFrame

RATE = 48_000


def tone(seconds: float, loud: int = 9_000) -> "array[int]":
    """A hum; silence when it is not loud."""
    return array("h", (int(loud * math.sin(i / 20)) for i in range(int(seconds * RATE))))


def recorded(form: str, encoder: str, seconds: float = 1.5, loud: int = 9_000) -> bytes:
    """A file of a phone, with where it was and whose it is written into it."""
    made = io.BytesIO()
    with av.open(made, "w", format=form) as file:
        file.metadata.update({"title": "Khadija", "comment": "geo:30.4,-9.6", "location": "+30.4-009.6/"})
        stream = file.add_stream(encoder, rate=RATE, layout="mono")
        context = stream.codec_context
        resampler = av.AudioResampler(context.format, "mono", RATE, context.frame_size or 1024)
        samples = tone(seconds, loud)
        frame = AudioFrame("s16", "mono", len(samples))
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate = RATE
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return made.getvalue()
