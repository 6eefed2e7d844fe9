"""Pieces made because somebody asked: request, quote, deposit, stages with photographs, balance.

A *request* is the buyer's wish; a *quote* the seller's price and days; what follows is an order like any other.
"""
