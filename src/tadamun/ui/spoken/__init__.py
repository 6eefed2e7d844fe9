"""What the workshop says aloud: sentences by key, numbers and amounts as the words they are spoken with.

A *prompt* is a key and its sentence in Arabic, French and English. A *voice* is a file that speaks one key in one spoken
language: synthetic, or a person's recording given by the page. Where there is none the speaker is silent; another language
is never heard in its place.
"""

from tadamun.ui.spoken.numbers import amount_keys, count_keys, number_keys
from tadamun.ui.spoken.sentences import WRITTEN, number_words, prompts, sentence, words_to_speak
from tadamun.ui.spoken.speech import Speech, voice_file

__all__ = [
    "WRITTEN",
    "Speech",
    "amount_keys",
    "count_keys",
    "number_keys",
    "number_words",
    "prompts",
    "sentence",
    "voice_file",
    "words_to_speak",
]
