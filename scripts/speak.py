"""Make the synthetic voices: sentences, number words and lessons in Arabic, French and English, spoken by Debian's espeak-ng.

    .venv/bin/python -m scripts.speak

Only what changed is spoken again, and what nobody says any more is removed, so a second run does nothing. The files are
MP3, which every browser plays, mono, 12 kHz, 8 kbit/s, one kilobyte a second, without silence around. They are placeholders:
``data/synthetic.json`` names them all, and a person's recording made in the back office is heard in their place.
"""

import hashlib
import io
import json
import shutil
import subprocess
import sys
from array import array
from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from tadamun.solidarity.training.shipped import sentences
from tadamun.ui.spoken.sentences import WRITTEN, words_to_speak
from tadamun.ui.spoken.speech import FILES, MANIFEST

RATE, BIT_RATE = 12_000, 8_000
SILENCE = 400  # of 32,767
AROUND = RATE // 100  # kept before a word, and twice that after it
SPEED = {
    "ar": "262",
    "fr": "196",
    "en": "200",
}  # as espeak-ng counts; an Arabic word is longer than it thinks
RECIPE = "espeak-ng 1"
"""Change it to have everything spoken anew."""


def main() -> int:
    program = shutil.which("espeak-ng")
    if program is None:
        print("espeak-ng is not installed: apt-get install espeak-ng", file=sys.stderr)
        return 1
    known: dict[str, dict[str, str]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    made = {language: speak_all(program, language, known.get(language, {})) for language in WRITTEN}
    MANIFEST.write_text(json.dumps(made, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def all_words(language: str) -> dict[str, str]:
    """Key → what its file says."""
    return {**words_to_speak(language), **sentences(language)}


def speak_all(program: str, language: str, known: dict[str, str]) -> dict[str, str]:
    """Key → digest of what its file says. Prints what was done and what it weighs."""
    folder = FILES / language
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {key: digest(language, text) for key, text in all_words(language).items()}
    spoken = removed = 0
    for path in folder.glob("*.mp3"):
        if path.stem not in wanted:
            path.unlink()
            removed += 1
    for key, text in all_words(language).items():
        path = folder / f"{key}.mp3"
        if known.get(key) != wanted[key] or not path.exists():
            path.write_bytes(compressed(trimmed(spoken_by(program, language, text))))
            spoken += 1
    size = sum(path.stat().st_size for path in folder.glob("*.mp3"))
    print(f"{language}: {len(wanted)} voices, {size:,} bytes; {spoken} spoken, {removed} removed")
    return wanted


def digest(language: str, text: str) -> str:
    return hashlib.sha256(f"{RECIPE} {SPEED[language]} {text}".encode()).hexdigest()[:12]


def spoken_by(program: str, language: str, text: str) -> "array[int]":
    """Samples at our rate."""
    command = [program, "-v", language, "-s", SPEED[language], "--stdout", text]
    sound = subprocess.run(command, check=True, capture_output=True).stdout
    heard = array("h")
    with av.open(io.BytesIO(sound), "r", format="wav") as file:
        resampler = AudioResampler("s16", "mono", RATE)
        for frame in (*file.decode(audio=0), None):
            for piece in resampler.resample(frame):
                heard.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    return heard


def trimmed(heard: "array[int]") -> "array[int]":
    """Without the silence before the first and after the last sound."""
    loud = [place for place, value in enumerate(heard) if abs(value) > SILENCE]
    if not loud:
        return heard
    return heard[max(0, loud[0] - AROUND) : loud[-1] + 2 * AROUND]


def compressed(heard: "array[int]") -> bytes:
    """As MP3, without any head or tag: frames alone."""
    made = io.BytesIO()
    options = {"write_xing": "0", "id3v2_version": "0", "fflags": "+bitexact"}
    with av.open(made, "w", format="mp3", options=options) as file:
        stream = file.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.codec_context.open()
        for frame in pieces(heard, stream.codec_context):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return made.getvalue()


def pieces(heard: "array[int]", context: av.AudioCodecContext) -> Iterator[AudioFrame]:
    whole = AudioFrame("s16", "mono", len(heard))
    whole.planes[0].update(heard.tobytes())
    whole.sample_rate, whole.pts, whole.time_base = RATE, 0, Fraction(1, RATE)
    resampler = AudioResampler(context.format, "mono", RATE, context.frame_size)
    yield from resampler.resample(whole)
    yield from resampler.resample(None)


if __name__ == "__main__":
    sys.exit(main())
