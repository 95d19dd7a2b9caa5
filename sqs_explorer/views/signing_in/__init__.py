"""The dialogs and the strip of signing in."""
