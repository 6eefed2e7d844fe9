"""A peer looks at a piece before it leaves: checklist, photographs, pass, mend or refuse.

An *inspection* is asked for by the market's policy and done by somebody who did not make the piece.
"""
