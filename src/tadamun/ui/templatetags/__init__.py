"""Tags and filters of the design, built into every template of the project."""
