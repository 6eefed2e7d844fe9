"""Proof: mirrors ``src/tadamun``, and holds factories, journeys in a real browser, and the laws of the architecture."""
