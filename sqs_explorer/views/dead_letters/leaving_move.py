"""Asks before a page is closed that moves messages: closing it stops the move."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import danger_fill_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask


async def ask_to_leave_move(look: Look, moving: MovingViewModel, parent: QWidget) -> bool:
    """Return whether the page may be closed: at once if nothing moves any more."""
    if not moving.is_moving:
        return True
    dialog = DialogFrame(look, "Close page", sentence=moving.leaving_words, parent=parent)
    dialog.set_verb(danger_fill_button(look, "Close page", "close"))
    dialog.set_cancel_default(True)
    return bool(await ask(dialog))
