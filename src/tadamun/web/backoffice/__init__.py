"""The market team's door: what waits, admissions, reviews, orders, sellers, settings, catalogue files.

A *team member* has one role in one market; *to follow* an order is to see its buyer's data and to act for her. A *section*
is one page of settings with one form.

Never here: a write that is no operation, a row of another market, a decision without a reason where somebody is told no.
"""
