"""What every screen is made of: plain-text labels, buttons, fields, tables, tabs, notes and dialogs."""
