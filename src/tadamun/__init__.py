"""Tadamun (تضامن): markets where artisans, cooperatives and associations sell to people at home and abroad.

The rooms, top to bottom, are config, web, trade, showcase, treasury | goods, people, ui and kernel. A room imports
only rooms below it; ARCHITECTURE.md says what lives where.
"""
