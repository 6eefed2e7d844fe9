"""Pages as browsers ask for them."""
