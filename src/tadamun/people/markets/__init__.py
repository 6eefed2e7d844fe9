"""The tenants. A *market* is a row, not a fork: brand, languages, currencies, policies, legal texts, regions and their
roll-out, team. What differs between two markets is here or is a provider, never an ``if``.
"""
