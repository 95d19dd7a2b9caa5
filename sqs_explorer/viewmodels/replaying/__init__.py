"""Replaying messages from a file into a queue."""
