"""The only door to labels and tooltips: Qt would render HTML found in a message, here nothing ever is."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QHelpEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from sqs_explorer.domain.visible_text import visible
from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.look.theme import tone_role
from sqs_explorer.views.parts.button_painting import KINDS, LINK_PX, font_of, paint_button, size_of

TOOLTIP_CHARACTERS = 2_000
_SPACES = str.maketrans("\t\n\r", "   ")


def visible_line(text: str) -> str:
    """Text for one line: hidden characters as tokens, line breaks and tabs as spaces."""
    return visible(text.replace("\r\n", " ").translate(_SPACES))


def plain_tooltip(text: str) -> str:
    """Tooltip text that Qt shows letter by letter, whatever `text` holds; cut to 2,000 characters."""
    cut = text if len(text) <= TOOLTIP_CHARACTERS else text[:TOOLTIP_CHARACTERS] + "…"
    shown = visible(cut)
    if "<" in shown or "&lt;" in shown:
        return f'<p style="white-space: pre-wrap">{html.escape(shown)}</p>'
    return shown


def set_plain_tooltip(target: QWidget | QAction, text: str, shortcut: str = "") -> None:
    """Give a widget or an action a tooltip that names its shortcut."""
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
    target.setToolTip(plain_tooltip(f"{text} ({keys})" if keys else text))


def show_plain_tooltip(position: QPoint, text: str, widget: QWidget) -> None:
    """Show a tooltip now, at a global position; an empty text takes it away."""
    QToolTip.showText(position, plain_tooltip(text) if text else "", widget)


class PlainLabel(QLabel):
    """A label that never reads its text as HTML. Its colour is a palette role, so it follows the theme."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "base",
        tone: str = "text",
        selectable: bool = False,
        wrap: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone = "text"
        if role != "base":
            self.set_role(role)
        if tone != "text":
            self.set_tone(tone)
        self.setWordWrap(wrap)
        self._is_named = bool(name)
        if name:
            self.setAccessibleName(name)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        """Show `text` with its hidden characters made visible."""
        shown = visible(text)
        super().setText(shown.replace("&", "&&") if self.buddy() is not None else shown)
        if self._is_named:
            # A reader says the fixed name; what the label says now is its description.
            self.setAccessibleDescription(shown)

    def set_tone(self, tone: str) -> None:
        """Colour of the text: a palette token."""
        if tone != self._tone:
            self._tone = tone
            self.setForegroundRole(tone_role(tone))

    def set_role(self, role: str) -> None:
        """Size, weight and face of the text."""
        self.setFont(getattr(program_style().fonts, role))


class ElidedLabel(PlainLabel):
    """One line that is cut where the room ends; the whole text is in the tooltip, and what a reader hears."""

    def __init__(
        self,
        text: str = "",
        *,
        middle: bool = False,
        role: str = "base",
        tone: str = "text",
        selectable: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        super().__init__(text, role=role, tone=tone, selectable=selectable, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def setText(self, text: str) -> None:
        """Show `text` on one line."""
        super().setText(visible_line(text))
        self.updateGeometry()

    def is_cut(self) -> bool:
        """Whether not all of the text can be seen."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        width = min(self.fontMetrics().horizontalAdvance(self.text()), 24)
        return QSize(width, super().sizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        """Room for the whole text; a pixel more, because widths are rounded down."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 1, super().sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a cut text in the label's colour; one with room is painted by Qt, with its selection."""
        if not self.is_cut():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    @override
    def event(self, event: QEvent) -> bool:
        """Show the whole text as tooltip while it is cut, unless a tooltip of one's own was set."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            show_plain_tooltip(event.globalPos(), self.text() if self.is_cut() else "", self)
            return True
        return super().event(event)


class LinkButton(QPushButton):
    """A word in the accent colour that acts when it is clicked, or with Space when it has the focus."""

    def __init__(
        self,
        text: str,
        *,
        on_click: Callable[[], object] | None = None,
        name: str = "",
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        fonts = program_style().fonts
        self.setFont(fonts.medium if strong else font_of(KINDS["link"], fonts))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if name:
            self.setAccessibleName(name)
        if on_click is not None:
            self.clicked.connect(on_click)

    def set_text(self, text: str) -> None:
        """Show another word."""
        self.setText(text.replace("&", "&&"))

    @override
    def sizeHint(self) -> QSize:
        """Room for the word and the ring around it."""
        return size_of(self, KINDS["link"], LINK_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Words are not cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The word, underlined below the mouse."""
        paint_button(self, KINDS["link"])
