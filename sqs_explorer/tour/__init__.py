"""Drives the main job through the real windows, checks each step at the server, and takes the pictures."""
