"""Purchases and what follows them: seller orders, lines, facts.

A *purchase* is what the buyer knows, pays and follows; it holds one *seller order* for each seller, even for one. Lines are
snapshots. *Facts* are append-only rows; ``derive`` reads them alone and sets the states of
money and goods.
"""
