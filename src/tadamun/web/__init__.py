"""Where people and machines come in: the only room that speaks HTTP."""
