"""The design system: what it draws, what it refuses, what it weighs."""
