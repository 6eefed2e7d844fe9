"""The common language of every room: money, translated text, references, scopes, events, audit, codes, clock, links.

It knows no market, seller or order; rows here name them by plain references.
"""
