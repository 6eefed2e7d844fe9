"""``migrate``: an empty database is written at once."""
