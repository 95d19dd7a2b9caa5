"""Moves that were not finished: the strip at the start, and the dialog Unfinished moves."""
