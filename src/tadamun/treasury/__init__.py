"""Money that is not ours."""
