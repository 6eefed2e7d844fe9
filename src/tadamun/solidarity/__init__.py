"""Why it exists: people learn, are trusted and are supported."""
