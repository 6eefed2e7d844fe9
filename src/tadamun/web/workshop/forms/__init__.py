"""What a seller types, turned into values or into a sentence about what to change."""
