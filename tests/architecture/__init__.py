"""The rules of the code, each checked by a machine and shown to catch what breaks it."""
