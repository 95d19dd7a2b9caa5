"""One-line notes and the panels' banners: what happened and what to do, where it happened."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import ElidedLabel, LinkButton, PlainLabel

LEAST_BESIDE_PX = 320
"""A text that has less room than this beside its title, and needs more, goes below it."""


class NoteKind(Enum):
    """What a note means: its ground, the colour of its icon, and its usual icon."""

    INFO = ("note-info", "info", "info")
    WARNING = ("note-warning", "warning", "warn")
    DANGER = ("note-danger", "danger", "fail")
    SUCCESS = ("note-success", "success", "check")
    PLAIN = ("note-plain", "text", "lock")


class Note(QWidget):
    """A banner, hidden until it is shown: title and text, the next step, details to unfold, links.

    `action` is the link that does something about it, `dismiss` the one that takes it away.
    """

    action_requested = Signal()
    dismiss_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(look, "")
        self._title = PlainLabel(role="strong")
        self._text = PlainLabel(wrap=True, selectable=True)
        self._next_step = PlainLabel(wrap=True, selectable=True)
        self._details = PlainLabel(wrap=True, selectable=True, role="mono_small", tone="text")
        self._details_link = LinkButton("Details", on_click=self._toggle_details)
        self._action = LinkButton("", on_click=self.action_requested.emit)
        self._dismiss = LinkButton("", on_click=self.dismiss_requested.emit)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._arrange()
        self.hide()

    def show_note(
        self,
        kind: NoteKind,
        text: str,
        *,
        title: str = "",
        icon: str = "",
        next_step: str = "",
        details: str = "",
        action: str = "",
        dismiss: str = "",
    ) -> None:
        """Say something; what is left out does not show."""
        ground, tone, usual_icon = kind.value
        set_ground(self, ground)
        self._icon.set_icon(icon or usual_icon, tone)
        for label, words in ((self._title, title), (self._text, text), (self._next_step, next_step)):
            label.setText(words)
            label.setVisible(bool(words))
        self._details.setText(details)
        self._details.hide()
        self._details_link.set_text("Details")
        self._details_link.setVisible(bool(details))
        for link, words in ((self._action, action), (self._dismiss, dismiss)):
            link.set_text(words)
            link.setVisible(bool(words))
        self.setAccessibleName(" ".join(part for part in (title, text, next_step) if part))
        self._share_line()
        self.show()

    def clear(self) -> None:
        """Take the note away."""
        self.hide()
        self.setAccessibleName("")

    def text(self) -> str:
        """Everything it says, for those who cannot see it; empty while it is hidden."""
        return self.accessibleName()

    def _arrange(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        line = self._line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._title, 0, top)
        line.addWidget(self._text, 1, top)
        words = QVBoxLayout()
        words.setContentsMargins(0, 6, 0, 6)
        words.setSpacing(2)
        words.addLayout(line)
        words.addWidget(self._next_step)
        words.addWidget(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 9, 0)
        row.setSpacing(6)
        sign = QVBoxLayout()
        sign.setContentsMargins(0, 6, 0, 6)
        sign.addWidget(self._icon)
        sign.addStretch(1)
        row.addLayout(sign)
        row.addLayout(words, 1)
        links = QHBoxLayout()
        links.setContentsMargins(0, 3, 0, 3)
        links.setSpacing(4)
        links.addWidget(self._details_link, 0, top)
        links.addWidget(self._action, 0, top)
        links.addWidget(self._dismiss, 0, top)
        row.addLayout(links)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the text below its title where there is little room beside it."""
        super().resizeEvent(event)
        self._share_line()

    def _share_line(self) -> None:
        needed = self._text.fontMetrics().horizontalAdvance(self._text.text())
        shown = (self._details_link, self._action, self._dismiss)
        links = sum(one.sizeHint().width() for one in shown if one.text())
        beside = self.width() - self._title.sizeHint().width() - links - 60
        stacks = bool(self._title.text()) and beside < min(needed, LEAST_BESIDE_PX)
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.TopToBottom if stacks else directions.LeftToRight)
        self._line.setSpacing(2 if stacks else 6)

    def _toggle_details(self) -> None:
        unfold = self._details.isHidden()
        self._details.setVisible(unfold)
        self._details_link.set_text("Hide details" if unfold else "Details")


class StatusLine(QWidget):
    """An icon and a few words without a ground: forecasts, results, the editor's foot.

    `wrap` breaks the words into lines, `cut` ends them with an ellipsis where the room ends.
    """

    def __init__(
        self,
        look: Look,
        *,
        wrap: bool = False,
        cut: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(look, "")
        words = ElidedLabel(selectable=True) if cut else PlainLabel(wrap=wrap, selectable=True)
        self.label = NamedLabel(name, words) if name else words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        self._icon.hide()

    def set_status(self, icon: str, text: str, tone: str = "text", *, icon_tone: str = "") -> None:
        """Show a state; `icon` "" shows the words alone."""
        self._icon.set_icon(icon, icon_tone or tone)
        self._icon.setVisible(bool(icon))
        if isinstance(self.label, NamedLabel):
            self.label.set_words(text, tone)
        else:
            self.label.setText(text)
            self.label.set_tone(tone)

    def text(self) -> str:
        """The words shown."""
        return self.label.text()
