"""Colours, fonts, icons and the style, in one place, so that no screen writes a colour down."""
