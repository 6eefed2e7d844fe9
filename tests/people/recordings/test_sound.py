"""What phones send is heard; what only says that it is a sound, or lies about its length, is not."""

import io
import struct
from pathlib import Path

import av
import pytest
from PIL import Image

from tadamun.people.recordings.refusals import NotAVoice, NothingHeard, RefusedRecording, TooLong
from tadamun.people.recordings.sound import FORMATS, RATE, listen, write
from tests.people.recordings.sounds import recorded


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 60), (150, 60, 40)).save(made, "JPEG")
    return made.getvalue()


PHONES = [
    ("wav", "pcm_s16le"), ("webm", "libopus"), ("ogg", "libopus"), ("ipod", "aac"), ("mp3", "libmp3lame"),
    ("flac", "flac"), ("adts", "aac"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "encoder"), PHONES)
def test_what_a_phone_records_is_heard(form: str, encoder: str) -> None:
    samples = listen(recorded(form, encoder), 60)
    assert 1.4 <= len(samples) / RATE <= 1.7


@pytest.mark.broad
def test_what_is_kept_plays_everywhere_and_says_nothing_of_the_phone(tmp_path: Path) -> None:
    write(listen(recorded("ipod", "aac"), 60), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"voice.{suffix}" for suffix in FORMATS}
    for path, codec in ((tmp_path / "voice.opus", "opus"), (tmp_path / "voice.m4a", "aac")):
        data = path.read_bytes()
        assert b"Khadija" not in data and b"geo:" not in data and b"30.4" not in data
        with av.open(path) as file:
            (stream,) = file.streams
            assert (stream.codec_context.name, stream.codec_context.channels) == (codec, 1)
            assert set(file.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert 1.4 <= len(listen(data, 60)) / RATE <= 1.7
        assert len(data) < 8_000


@pytest.mark.parametrize(
    "data",
    [
        b"", b"OggS", b"RIFF\0\0\0\0WAVEfmt ", picture(), recorded("ipod", "aac")[:600], recorded("webm", "libopus")[:90],
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n", b"\xff\xfb" + b"x" * 50,
    ],
    ids=["empty", "a beginning", "a head", "a picture", "cut m4a", "cut webm", "playlist", "list of files", "noise"],
)  # fmt: skip
def test_what_is_no_voice_is_refused(data: bytes) -> None:
    with pytest.raises(NotAVoice):
        listen(data, 60)


def test_a_file_that_breaks_off_is_heard_as_far_as_it_goes() -> None:
    whole = recorded("ogg", "libopus", 3)
    assert 0.5 <= len(listen(whole[: len(whole) // 2], 60)) / RATE <= 2.5


@pytest.mark.parametrize("loud", [0, 40])
def test_silence_is_not_kept(loud: int) -> None:
    with pytest.raises(NothingHeard):
        listen(recorded("ogg", "libopus", 2, loud), 60)


def test_a_press_by_mistake_is_not_kept() -> None:
    with pytest.raises(NothingHeard):
        listen(recorded("wav", "pcm_s16le", 0.1), 60)


@pytest.mark.broad
def test_the_header_does_not_decide_how_long_it_is() -> None:
    whole = bytearray(recorded("ipod", "aac", 4))
    for box, offset in ((b"mdhd", 20), (b"mvhd", 20)):
        at = whole.index(box) + offset
        whole[at : at + 4] = struct.pack(">I", 1)  # says: a moment
    with pytest.raises(TooLong):
        listen(bytes(whole), 2)


def test_an_hour_of_silence_in_a_few_bytes_is_left_when_the_minute_is_over() -> None:
    packet = recorded("flac", "flac", 5, 0)
    frames = packet[packet.index(b"\xff\xf8") :]
    bomb = packet + frames * 700
    assert len(bomb) < 2_000_000
    with pytest.raises(TooLong):
        listen(bomb, 60)


def test_a_sound_so_slow_that_a_frame_of_it_is_hours_is_refused() -> None:
    voice = recorded("wav", "pcm_s16le")
    head = voice.index(b"fmt ") + 12
    # At 1 Hz each sample is a second: FLAC made two gigabytes of eight kilobytes.
    with pytest.raises(NotAVoice):
        listen(voice[:head] + struct.pack("<II", 1, 2) + voice[head + 8 :], 60)


def test_a_table_longer_than_its_file_is_not_read() -> None:
    honest = recorded("ipod", "aac")
    at = honest.index(b"stsz") + 12
    with pytest.raises(NotAVoice):
        listen(honest[:at] + b"\x7f\xff\xff\xff" + honest[at + 4 :], 60)


def test_every_refusal_has_a_sentence_and_a_prompt() -> None:
    found = RefusedRecording.__subclasses__()
    assert len({str(each()) for each in found}) == len(found) == 4
