"""The seller's door: a phone-first desk."""
