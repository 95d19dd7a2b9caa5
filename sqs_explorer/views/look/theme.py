"""Sets one theme on the application: the colour scheme, the palette and the style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from sqs_explorer.views.look.palette import DARK, LIGHT, Theme, Tokens


def apply_theme(app: QApplication, theme: Theme, sheet_of_tokens: dict[Tokens, str]) -> Tokens:
    """Make `theme` the application's look and return the tokens that are now in force.

    The palette is always set explicitly: `setColorScheme` does nothing on a bare X11 session.
    """
    scheme = {
        Theme.SYSTEM: Qt.ColorScheme.Unknown,
        Theme.LIGHT: Qt.ColorScheme.Light,
        Theme.DARK: Qt.ColorScheme.Dark,
    }[theme]
    app.styleHints().setColorScheme(scheme)
    tokens = tokens_of(theme)
    app.setPalette(palette_of(tokens))
    app.setStyleSheet(sheet_of_tokens[tokens])
    return tokens


def tokens_of(theme: Theme) -> Tokens:
    """The table a choice means now; the system's own choice is asked for, light where it has none."""
    if theme is Theme.SYSTEM:
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if theme is Theme.DARK else LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """Qt's palette for parts that no style sheet rule reaches."""
    role = QPalette.ColorRole
    palette = QPalette()
    for colour_role, colour in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.panel,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.onaccent,
        role.PlaceholderText: tokens.muted,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.seltext,
        role.Accent: tokens.accentfill,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.raised,
        role.Midlight: tokens.hover,
        role.Mid: tokens.border,
        role.Dark: tokens.strong,
        role.Shadow: tokens.border,
    }.items():
        palette.setColor(colour_role, QColor(colour))
    disabled = QColor(tokens.disabled)
    for colour_role in (
        role.WindowText,
        role.Text,
        role.ButtonText,
        role.HighlightedText,
        role.PlaceholderText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, disabled)
    return palette
