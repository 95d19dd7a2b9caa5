"""How the place where versions are published is known, and how it is asked."""
