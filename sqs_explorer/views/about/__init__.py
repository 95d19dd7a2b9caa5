"""The dialog About, and the strip that says that a newer version is out."""
