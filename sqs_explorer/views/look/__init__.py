"""Colours, fonts, icons and the style sheet, in one place, so that no screen writes a colour down."""
