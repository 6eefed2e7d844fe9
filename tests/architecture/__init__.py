"""The laws of the architecture, as tests: each says what breaks it and where."""
