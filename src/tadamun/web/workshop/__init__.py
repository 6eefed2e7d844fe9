"""The seller's door: a phone-first desk. What to do today, her orders, her products, her money.

Words: the *desk* is who sits down for which organisation in which market. *Undo* is one change taken back within ten seconds.
It never shows one seller another's rows: every page runs in the scope of one organisation. It never decides: operations do.
"""
