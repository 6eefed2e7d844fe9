"""Demonstration content: four markets with sellers, goods, pictures, buyers and orders, all invented and marked so.

``make`` fills an installation through the same operations as real content; nothing here writes a row by itself.
Words: a *plan* is what shall be made, read from ``data/`` or composed from it; a *recipe* says what the products of one
craft are called, cost and look like. Plans are the same for the same seed.
"""
