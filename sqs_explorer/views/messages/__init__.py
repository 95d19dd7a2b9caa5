"""The Messages tab as it is seen: receive bar, table, inspector, and the dialogs that ask."""
