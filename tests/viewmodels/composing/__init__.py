"""The composer against FakeSqs: what was typed, what the server holds, what is said."""
