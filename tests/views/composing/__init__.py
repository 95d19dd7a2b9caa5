"""The Send tab as a person uses it, by accessible names."""
