"""What the public sees and finds."""
