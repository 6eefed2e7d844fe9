"""Holds and counts of what lies on the shelf."""
