"""What templates of the workshop may load."""
