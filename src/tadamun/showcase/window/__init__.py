"""The read model: one ``CatalogueRow`` per market, language and product, with its rendered card.

Listing, search, feeds and sitemaps read it and nothing else. It is rebuilt by reactions in the transaction of the change,
and as a whole by one command; ``verify`` tells where it differs from its source.
"""
