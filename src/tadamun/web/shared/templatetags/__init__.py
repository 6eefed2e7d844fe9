"""Tags that two doors use."""
