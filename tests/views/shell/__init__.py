"""The window around the pages, used as a person uses it."""
