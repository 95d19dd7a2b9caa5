"""The strip that says that something went wrong with the program itself, and the dialog Problem report."""
