"""Whether the connection in front can write, for how long, and the button that changes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.viewmodels.shell.write_unlocking import WriteUnlocking
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.shell.chip_button import ChipButton


class AccessChip(QWidget):
    """A plain chip where there is nothing to unlock; else a button that unlocks, or locks again."""

    unlock_requested = Signal()
    lock_requested = Signal()

    def __init__(self, look: Look, unlocking: WriteUnlocking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unlocking = unlocking
        self._locked = False
        self._plain = Chip(look, "Can write", icon="unlock")
        self.button = ChipButton(look)
        self.button.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._plain)
        row.addWidget(self.button)

    def show_access(self, spec: ConnectionSpec, *, short: bool = False) -> None:
        """Show a connection's lock; `short` says only the time that is left."""
        connection_id = spec.connection_id
        can_change = self._unlocking.starts_locked(connection_id)
        self._locked = can_change and self._unlocking.is_locked(connection_id)
        self._plain.setVisible(not can_change)
        self.button.setVisible(can_change)
        tone = "warning" if spec.environment is Environment.PRODUCTION else "muted"
        if not can_change:
            self._plain.set_content("Can write", "unlock", tone)
            return
        if self._locked:
            self.button.set_content(
                "Read-only",
                "lock",
                "text",
                name="Unlock writing",
                tooltip="Sending, moving and deleting are off. Unlock writing for a time.",
            )
            return
        left = self._unlocking.left_words(connection_id)
        words = f"Can write · {left}" if left else "Can write"
        self.button.set_content(
            words if short or not left else f"{words} left",
            "unlock",
            tone,
            name="Lock writing",
            tooltip="Writing is unlocked. Lock it again now; what is under way finishes.",
        )

    def _press(self) -> None:
        if self._locked:
            self.unlock_requested.emit()
        else:
            self.lock_requested.emit()
