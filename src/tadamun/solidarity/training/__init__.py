"""Courses of short lessons, practice with play money, checks, sessions and certificates.

A *skill* is what somebody can show; a *lesson* takes at most three minutes; a *right* may ask for skills. Nothing here ever
takes a right away: it narrows, and a person decides.
"""
