"""The table of what runs and what was done, with its search, its menu and its dialogs."""
