"""The market team's door."""
