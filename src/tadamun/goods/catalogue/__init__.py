"""What is made: crafts, products, variants, pieces, photographs, and the sparse listings by which a market overrides.

A *product* has one or more *variants*; a variant has one price in the one currency its seller names. A *piece* is one
object, for unique and edition goods. Price and stock are live at once; other edits of an approved product wait for review.
"""
