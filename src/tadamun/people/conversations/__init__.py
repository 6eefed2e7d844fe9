"""Who says what to whom: voice first, then pictures and words, between a buyer, a seller and the market.

A *conversation* has one subject and its parties; a *message* is never changed. This app never decides what was agreed.
"""
