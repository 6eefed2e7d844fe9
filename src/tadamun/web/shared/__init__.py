"""Under the doors: markets by host, languages, sign-in, portal, errors, health."""
