"""Catalogue files in and out: Shopify (current and legacy), WooCommerce, Etsy and our own CSV.

A *dialect* is one tool's way of writing products in CSV; it is recognised by the header line alone. Reading yields
*neutral products*, the common meaning of all dialects, and *problems*: row, column, code, and a reason in the reader's
language. An *import* is one run of one file for one organisation; it can be undone as a whole. A product is taken whole or
not at all.

Never here: guesses about money (a price that can be read in two ways is refused), a file held in memory, a fetch of a
picture from an address that is not public, a cell written so that a spreadsheet would run it.
"""
