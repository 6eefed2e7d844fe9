"""Persons who sign in: by phone and code, never by password.

Words: a *person* may be buyer, member of an organisation, member of a market's team, or all of them. An *address* is one
she keeps for next time. This app never knows what she buys or sells.
"""
