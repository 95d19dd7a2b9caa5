"""Exporting received messages to a file."""
