"""The dialog that replays messages from a file."""
