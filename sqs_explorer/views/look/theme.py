"""Sets one theme on the application: colour scheme and palette, which recolour it without restyling."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from sqs_explorer.views.look.palette import DARK, LIGHT, Theme, Tokens

_ROLE = QPalette.ColorRole
TONE_ROLES = {
    "text": _ROLE.WindowText,
    "muted": _ROLE.PlaceholderText,
    "accent": _ROLE.Link,
    "info": _ROLE.LinkVisited,
    "disabled": _ROLE.Light,
    "success": _ROLE.Midlight,
    "warning": _ROLE.Shadow,
    "danger": _ROLE.Dark,
    "demo": _ROLE.BrightText,
}
"""The palette role that holds a label's tone; with it a label follows the theme by itself."""

_NEAR_TONES = {"prod": "danger", "test": "warning", "dev": "success"}
GROUND_ROLES = {
    "window": _ROLE.Window,
    "panel": _ROLE.Base,
    "sunken": _ROLE.AlternateBase,
    "raised": _ROLE.Button,
    "border": _ROLE.Mid,
}
"""The palette role of a ground; others are painted."""

_OWN_TOKENS = {
    **{role: token for token, role in GROUND_ROLES.items()},
    _ROLE.Text: "text",
    _ROLE.ButtonText: "text",
    _ROLE.ToolTipBase: "raised",
    _ROLE.ToolTipText: "text",
    _ROLE.Highlight: "selection",
    _ROLE.HighlightedText: "seltext",
    _ROLE.Accent: "accentfill",
}
_TEXT_ROLES = (_ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText)


def tone_role(tone: str) -> QPalette.ColorRole:
    """The role of a tone; an environment's word borrows the meaning's nearest. Raises KeyError."""
    return TONE_ROLES[_NEAR_TONES.get(tone, tone)]


def apply_theme(app: QApplication, theme: Theme) -> Tokens:
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
    palette = palette_of(tokens)
    app.setPalette(palette)
    palette.setColor(QPalette.ColorRole.Highlight, QColor(tokens.accentfill))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(tokens.onaccent))
    app.setPalette(palette, "QLineEdit")  # type: ignore[arg-type]  # The stubs say bytes, Qt takes text
    return tokens


def tokens_of(theme: Theme) -> Tokens:
    """The table a choice means now; the system's own choice is asked for, light where it has none."""
    if theme is Theme.SYSTEM:
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if theme is Theme.DARK else LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """Qt's palette: its own roles, and in those that Fusion has no use for here the tones of labels."""
    palette = QPalette()
    for colour_role, token in (_OWN_TOKENS | {role: token for token, role in TONE_ROLES.items()}).items():
        palette.setColor(colour_role, QColor(getattr(tokens, token)))
    disabled = QColor(tokens.disabled)
    for colour_role in (*_TEXT_ROLES, *TONE_ROLES.values()):
        palette.setColor(QPalette.ColorGroup.Disabled, colour_role, disabled)
    return palette
