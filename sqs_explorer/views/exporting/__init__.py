"""The dialog that exports messages to a file."""
