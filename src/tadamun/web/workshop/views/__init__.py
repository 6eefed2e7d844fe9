"""Pages and actions of the workshop: a view turns words into values, calls one operation, and leads on."""
