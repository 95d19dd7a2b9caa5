"""Export and replay files."""
