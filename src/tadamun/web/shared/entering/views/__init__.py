"""The pages of the seller's door."""
