"""Between files and sound: any phone's recording in, one small voice in two formats out.

Sound here is mono, 16-bit, 16,000 samples a second: all that speech needs.
"""

import io
from array import array
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, cast

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from tadamun.people.recordings.refusals import NotAVoice, NothingHeard, TooLong
from tadamun.people.recordings.sniffing import boasts, container

RATE = 16_000  # samples a second
BIT_RATE = 24_000
QUIET = 250  # of 32,767: what a microphone makes of an empty room
SLOWEST = 4_000  # of any phone; a header that says one sample a second makes gigabytes of a few kilobytes
LEAST = RATE // 3  # a press by mistake is shorter
SLACK = RATE // 2  # a phone that stops after a minute stops a little late
CODECS = frozenset(
    {"opus", "vorbis", "aac", "mp3", "mp3float", "flac", "alac", "amrnb", "amrwb", "amr_nb", "amr_wb"}
)
FORMATS = {"opus": ("ogg", "libopus"), "m4a": ("ipod", "aac")}
"""Suffix → container and encoder: Opus where the browser has it, AAC for older iPhones."""

Samples: TypeAlias = "array[int]"


def listen(data: bytes, at_most: int) -> Samples:
    """What is heard in a file. Stops decoding after ``at_most`` seconds, whatever the header says of itself.

    Raises ``NotAVoice``, ``TooLong``, ``NothingHeard``.
    """
    form = container(data)
    if not form or boasts(data):
        raise NotAVoice
    heard = array("h")
    try:
        with av.open(io.BytesIO(data), format=form, metadata_errors="ignore") as file:
            for frame in _frames(file):
                heard.frombytes(bytes(frame.planes[0])[: frame.samples * 2])
                if len(heard) > at_most * RATE + SLACK:
                    raise TooLong
    except (av.FFmpegError, ValueError, OverflowError, EOFError) as error:
        # Subclasses of ours among them are raised on: they are ValueErrors, too.
        if isinstance(error, NotAVoice | TooLong):
            raise
        raise NotAVoice from error
    if len(heard) < LEAST or not _loud(heard):
        raise NothingHeard
    return heard[: at_most * RATE]


def _loud(heard: Samples) -> bool:
    return max(heard) > QUIET or min(heard) < -QUIET


def _frames(file: Any) -> Iterator[AudioFrame]:
    """Of the first sound in it, resampled."""
    if not file.streams.audio:
        raise NotAVoice
    stream = file.streams.audio[0]
    context = stream.codec_context
    if not (context.name in CODECS or context.name.startswith("pcm_")):
        raise NotAVoice
    context.thread_count = 1
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    for frame in file.decode(stream):
        if frame.sample_rate < SLOWEST:
            raise NotAVoice
        frame.pts = None  # clocks of phones jump; only what is heard counts
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def write(samples: Samples, folder: Path) -> None:
    """``voice.opus`` and ``voice.m4a``: a reader sees whole files or none."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, (form, encoder) in FORMATS.items():
        unfinished = folder / f"voice.{suffix}.part"
        encode(samples, unfinished, form=form, encoder=encoder)
        unfinished.replace(folder / f"voice.{suffix}")


def encode(samples: Samples, path: Path, *, form: str, encoder: str, bit_rate: int = BIT_RATE) -> None:
    """One file without a word of metadata: the same samples always give the same bytes, except for Ogg's serial number."""
    options = {"fflags": "+bitexact", **({"movflags": "+faststart"} if form == "ipod" else {})}
    with av.open(str(path), "w", format=form, options=options) as file:
        stream = cast(AudioStream, file.add_stream(encoder, rate=RATE, layout="mono"))
        stream.bit_rate = bit_rate
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        stream.codec_context.open()
        for frame in _pieces(samples, stream):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _pieces(samples: Samples, stream: AudioStream) -> Iterator[AudioFrame]:
    """In the encoder's sample format, a frame of its size each."""
    form = stream.codec_context.format
    resampler = AudioResampler(
        format=form, layout="mono", rate=RATE, frame_size=stream.codec_context.frame_size
    )
    whole = AudioFrame(format="s16", layout="mono", samples=len(samples))
    whole.planes[0].update(samples.tobytes())
    whole.sample_rate, whole.pts, whole.time_base = RATE, 0, Fraction(1, RATE)
    yield from resampler.resample(whole)
    yield from resampler.resample(None)
