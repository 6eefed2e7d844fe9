"""What people do, in a real browser, one story a file."""
