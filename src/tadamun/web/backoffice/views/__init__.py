"""One module for each thing the team works with."""
