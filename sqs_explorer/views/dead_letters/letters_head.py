"""The line over the dead letters: which group it is, how many, and what can be done with those selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, icon_button, outlined_button
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel

HEAD_PX = 44

Deed = Callable[[tuple[str, ...]], object]
"""What is done with messages, by their IDs."""


class LettersHead(QWidget):
    """Title and counts; `Move selected`, `Edit and resend` and `Export` where somebody does them, `More`."""

    def __init__(self, look: Look, *, edit: bool, export: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEAD_PX)
        self.title = ElidedLabel("Messages", role="strong", name="Group in front")
        self.aside = PlainLabel("", tone="muted")
        self.move_button = outlined_button(look, "Move selected", "move", shortcut="Ctrl+M")
        self.move_button.setObjectName("move_selected")
        self.edit: Button | None = None
        self.export: Button | None = None
        self.more = icon_button(look, "more", "More")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.title)
        row.addSpacing(4)
        row.addWidget(self.aside)
        row.addStretch(1)
        row.addWidget(self.move_button)
        if edit:
            self.edit = icon_button(
                look, "edit", "Edit and resend", tooltip="Edit and resend the selected message"
            )
            row.addWidget(self.edit)
        if export:
            tooltip = "Export the selected messages, or with none selected all that are listed"
            self.export = icon_button(look, "export", "Export", tooltip=tooltip)
            row.addWidget(self.export)
        row.addWidget(self.more)
