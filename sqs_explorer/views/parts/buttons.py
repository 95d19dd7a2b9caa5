"""Buttons: at most one primary in sight, outlined for real actions, flat for actions on a selection."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.button_painting import BUTTON_PX, KINDS, font_of, paint_button, size_of
from sqs_explorer.views.parts.plain_text import set_plain_tooltip

_ICON_TONES = {"primary": "onaccent", "dangerfill": "onaccent", "danger": "danger", "flatdanger": "danger"}


class Button(QPushButton):
    """A button whose icon follows the theme, whose tooltip names the shortcut and says why it is off."""

    def __init__(
        self,
        look: Look,
        kind: str,
        text: str,
        icon: str = "",
        *,
        shortcut: str = "",
        tooltip: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon_name = icon
        self._tone = _ICON_TONES.get(kind, "muted")
        self._keys = shortcut
        self._tooltip = tooltip
        self._available = True
        self._blocked_reason: str | None = None
        self._has_lock = False
        self._kind = KINDS[kind]
        self._held = False
        self.setFont(font_of(self._kind, look.fonts))
        self.setText(text.replace("&", "&&"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or text)
        self.setIconSize(look.icon_size(beside_text=bool(text)))
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
        self._show_icon()
        self._show_tooltip()
        look.changed.connect(self._show_icon)

    def set_face(self, text: str, icon: str) -> None:
        """Say and show something else in the same place, keeping the shortcut; a reader hears it too."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        if self._keys:
            self.setShortcut(QKeySequence(self._keys))
        self._tooltip = ""
        self.set_icon(icon)
        self._show_tooltip()

    def set_words_shown(self, shown: bool) -> None:
        """Show the words beside the icon, or the icon alone; a reader hears the words either way."""
        words = self.accessibleName().replace("&", "&&") if shown else ""
        if words != self.text():
            self.setText(words)
            self.setIconSize(self._look.icon_size(beside_text=shown))
            self._show_icon()
            self._show_tooltip()
            self.updateGeometry()

    def set_icon(self, icon: str, tone: str | None = None) -> None:
        """Show another icon ("" for none), in the kind's tone unless one is named."""
        self._icon_name = icon
        self._tone = self._tone if tone is None else tone
        self._show_icon()

    def set_tooltip(self, text: str) -> None:
        """Explain the button; the shortcut is added."""
        self._tooltip = text
        self._show_tooltip()

    def set_available(self, available: bool) -> None:
        """Whether the button has something to act on; it is enabled unless it is blocked too."""
        self._available = available
        self._show_state()

    def set_blocked(self, reason: str | None, *, with_lock: bool = True) -> None:
        """Lock the button and say why in its tooltip, or unlock it with None.

        `with_lock` shows a lock for its icon: writing is off, not only a field to be filled in.
        """
        self._blocked_reason = reason
        self._has_lock = with_lock and reason is not None
        self._show_state()
        self._show_icon()
        self._show_tooltip()

    @property
    def blocked_reason(self) -> str | None:
        """Why the button is locked, None if it is not."""
        return self._blocked_reason

    def set_pressed_look(self, pressed: bool) -> None:
        """Keep an icon button's ground darker while what it opened is open."""
        self._held = pressed
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """28 px high; an icon alone is as wide."""
        size = size_of(self, self._kind, BUTTON_PX)
        return size if self.text() else QSize(BUTTON_PX, BUTTON_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Words are not cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The kind's ground, edge, icon and words."""
        paint_button(self, self._kind, held=self._held)

    def _show_state(self) -> None:
        self.setEnabled(self._available and self._blocked_reason is None)

    def _show_icon(self) -> None:
        name = "lock" if self._has_lock and self._icon_name else self._icon_name
        if name:
            self.setIcon(self._look.icon(name, self._tone, beside_text=bool(self.text())))

    def _show_tooltip(self) -> None:
        text = self._blocked_reason or self._tooltip
        if not text and (self._keys or not self.text()):
            text = self.accessibleName()
        set_plain_tooltip(self, text, "" if self._blocked_reason or not text else self._keys)


def primary_button(
    look: Look,
    text: str,
    icon: str = "",
    *,
    shortcut: str = "",
    tooltip: str = "",
    name: str = "",
    parent: QWidget | None = None,
) -> Button:
    """The verb of a tab or a dialog, filled with the accent."""
    return Button(look, "primary", text, icon, shortcut=shortcut, tooltip=tooltip, name=name, parent=parent)


def outlined_button(
    look: Look,
    text: str,
    icon: str = "",
    *,
    shortcut: str = "",
    tooltip: str = "",
    name: str = "",
    parent: QWidget | None = None,
) -> Button:
    """A real action beside the tab's verb."""
    return Button(look, "outlined", text, icon, shortcut=shortcut, tooltip=tooltip, name=name, parent=parent)


def flat_button(
    look: Look,
    text: str,
    icon: str = "",
    *,
    shortcut: str = "",
    tooltip: str = "",
    name: str = "",
    danger: bool = False,
    parent: QWidget | None = None,
) -> Button:
    """An action on the selection; `danger` gives a destructive one its red icon."""
    kind = "flatdanger" if danger else "flat"
    return Button(look, kind, text, icon, shortcut=shortcut, tooltip=tooltip, name=name, parent=parent)


def danger_button(
    look: Look,
    text: str,
    icon: str = "trash",
    *,
    shortcut: str = "",
    tooltip: str = "",
    name: str = "",
    parent: QWidget | None = None,
) -> Button:
    """A destructive action that asks first: outlined, red word and icon."""
    return Button(look, "danger", text, icon, shortcut=shortcut, tooltip=tooltip, name=name, parent=parent)


def danger_fill_button(
    look: Look, text: str, icon: str = "trash", *, parent: QWidget | None = None
) -> Button:
    """The last button of a destructive dialog, nowhere else."""
    return Button(look, "dangerfill", text, icon, parent=parent)


def icon_button(
    look: Look,
    icon: str,
    name: str,
    *,
    shortcut: str = "",
    tooltip: str = "",
    parent: QWidget | None = None,
) -> Button:
    """28 × 28 with an icon only; `name` is what a reader hears and the tooltip says."""
    return Button(look, "icon", "", icon, shortcut=shortcut, tooltip=tooltip, name=name, parent=parent)


def click_on_ctrl_enter(button: Button, within: QWidget) -> None:
    """Click at once on Ctrl+Enter and Ctrl+Return, wherever the focus is within `within`.

    A button's own shortcut clicks a tenth of a second later, and would send what was typed meanwhile.
    """
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), within).activated.connect(button.click)
