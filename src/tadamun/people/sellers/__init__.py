"""Organisations that make and sell, their members and makers, and their *admission* to markets.

An *organisation* is an artisan, cooperative, union, association, GIE, company, agency or institution. It is seen in a
market only through its admission. A *maker* made a piece and may have no account. A seller is never a market.
"""
