"""How many, where, and promised to whom: locations, items, holds, movements.

``0 <= held <= on_hand`` always; one conditional UPDATE decides who gets the last piece. A *hold* is a promise with a holder
and, in a basket, an end; a *movement* is what really came or went, append-only.
"""
