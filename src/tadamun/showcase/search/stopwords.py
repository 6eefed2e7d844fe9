"""Little words that say nothing about a piece, folded. Not here: « or » and "or", since gold is a material."""

from typing import Final

_FRENCH = """ de du des le la les l d un une et ou a au aux en par pour avec sans sur sous dans ce ces cette
son sa ses leur leurs qui que quoi dont est sont il elle ils elles on nous vous je mon ma mes votre vos
notre nos plus tres
"""
_ENGLISH = """ the an of and in on for with without by from to is are this that these those it its my your
our their at as be very
"""
_ARABIC = """ في من الى على عن مع او ثم هذا هذه ذلك تلك التي الذي الذين هو هي كل بدون دون عند بين لدى قد ما
لا و ب ل يا ديال بلا متاع
"""
_ARTICLES = "el al ez es ed er en et"

STOP_WORDS: Final = frozenset(f"{_FRENCH} {_ENGLISH} {_ARABIC} {_ARTICLES}".split())
