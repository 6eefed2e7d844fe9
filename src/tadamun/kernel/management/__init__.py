"""Django's own commands where the project's way is another."""
