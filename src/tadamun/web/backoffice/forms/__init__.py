"""Forms turn what was typed into values; operations decide."""
