"""Every dialog's frame: what will happen, where, the fields, what cannot be undone, Cancel, the verb."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, outlined_button
from sqs_explorer.views.parts.dim_overlay import DimmingDialog
from sqs_explorer.views.parts.ground import divider, production_band, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.pills import EnvironmentPill
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel

_SIDE_PX = 20


class DialogFrame(DimmingDialog):
    """A dialog in the program's order. Open it with `ask`; it is not built for `exec`."""

    def __init__(
        self,
        look: Look,
        title: str,
        *,
        sentence: str = "",
        icon: str = "",
        icon_tone: str = "muted",
        environment: str = "",
        width: int = 520,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.verb: Button | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(width)
        set_ground(self, "dialog")
        self.sentence = PlainLabel(sentence, wrap=True, selectable=True)
        self.sentence.setVisible(bool(sentence))
        self.cancel = outlined_button(look, "Cancel")
        self.cancel.setMinimumWidth(88)
        self.cancel.clicked.connect(self.reject)
        # Enter presses the button that has the focus, else the default one.
        self.cancel.setAutoDefault(True)
        self.cancel.setDefault(True)
        self._rows = QVBoxLayout(self)
        self._body = QVBoxLayout()
        self._foot = QHBoxLayout()
        if environment == "prod":
            self._rows.addWidget(production_band())
        self._rows.addLayout(self._head(title, icon, icon_tone, environment))
        self._arrange()

    def set_sentence(self, text: str) -> None:
        """Say in one sentence, with the number, what will happen."""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))

    def add_facts(self, facts: Sequence[tuple[str, str]], *, mono: bool = False) -> dict[str, ElidedLabel]:
        """Labels and values on the sunken ground; returns the values by label, for those that change."""
        box = QWidget()
        set_ground(box, "facts")
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        values: dict[str, ElidedLabel] = {}
        for row, (label, value) in enumerate(facts):
            grid.addWidget(PlainLabel(label, tone="muted"), row, 0)
            shown = ElidedLabel(value, middle=True, role="mono" if mono else "base", name=f"{label}: {value}")
            grid.addWidget(shown, row, 1)
            values[label] = shown
        self._body.addWidget(box)
        return values

    def add_field(self, field: QWidget) -> None:
        """A FormField, a table, or whatever the dialog asks with."""
        self._body.addWidget(field)

    def add_note(self, kind: NoteKind, text: str, *, title: str = "") -> Note:
        """What cannot be undone, or what went wrong."""
        note = Note(self._look)
        note.show_note(kind, text, title=title)
        self._body.addWidget(note)
        return note

    def add_hidden_note(self) -> Note:
        """A place for what goes wrong later."""
        note = Note(self._look)
        self._body.addWidget(note)
        return note

    def set_verb(self, button: Button) -> None:
        """The button that does it, right of Cancel; a click accepts the dialog."""
        self.verb = button
        button.setAutoDefault(True)
        button.clicked.connect(self.accept)
        self._foot.addWidget(button)

    def set_cancel_default(self, default: bool) -> None:
        """Whether Enter cancels, as at first; else it does the verb: only where nothing is destroyed."""
        self.cancel.setDefault(default)
        if self.verb is not None:
            self.verb.setDefault(not default)

    def set_verb_default(self) -> None:
        """Let Enter do the verb, where nothing is destroyed."""
        self.set_cancel_default(False)

    def add_foot(self, widget: QWidget) -> None:
        """Something at the left of the foot."""
        self._foot.insertWidget(0, widget)

    @override
    def event(self, event: QEvent) -> bool:
        """Fit the height when the content changes; `adjustSize` makes wrapped labels too tall."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Fit, and dim what is behind."""
        self._fit()
        super().showEvent(event)

    def _head(self, title: str, icon: str, icon_tone: str, environment: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE_PX, 16, _SIDE_PX, 14)
        head.setSpacing(10)
        if icon:
            head.addWidget(IconLabel(self._look, icon, icon_tone, 20))
        head.addWidget(ElidedLabel(title, role="title", middle=True), 1)
        if environment:
            head.addWidget(EnvironmentPill(self._look, environment))
        return head

    def _arrange(self) -> None:
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addLayout(self._body)
        self._rows.addWidget(divider(self))
        self._rows.addLayout(self._foot)
        self._body.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, _SIDE_PX)
        self._body.setSpacing(16)
        self._body.addWidget(self.sentence)
        self._foot.setContentsMargins(_SIDE_PX, 14, _SIDE_PX, 14)
        self._foot.setSpacing(8)
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)

    def _fit(self) -> None:
        space = self.screen().availableGeometry()
        frame = self.frameGeometry().height() - self.height()
        height = min(self._rows.totalHeightForWidth(self.width()), space.height() - frame)
        if height > 0 and height != self.height():
            self.setFixedHeight(height)
        # A window manager places a dialog once; one that grows later would push its buttons off the screen.
        below = self.frameGeometry().bottom() - space.bottom()
        if below > 0 and self.isVisible():
            self.move(self.x(), max(space.top(), self.y() - below))


async def ask(dialog: QDialog) -> int:
    """Open a dialog and wait until it is finished: 1 if it was accepted.

    Read its answer before the next await: the dialog is deleted afterwards.
    If the waiting task is cancelled, the dialog closes.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finish(result: int) -> None:
        if not answer.done():
            answer.set_result(result)

    dialog.finished.connect(finish)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
    try:
        return await answer
    finally:
        dialog.finished.disconnect(finish)
        dialog.hide()
        dialog.deleteLater()
