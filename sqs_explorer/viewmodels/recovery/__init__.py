"""Moves that were not finished: what the journal says of them, and what can be done."""
