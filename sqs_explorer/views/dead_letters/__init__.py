"""The tab Dead letters, and the dialogs that redrive and move."""
