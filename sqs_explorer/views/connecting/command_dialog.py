"""Asks once before a profile's command is run to get its credentials."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.connections import Profile
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel


class CommandDialog(DialogFrame):
    """Shows the command in full; accepted means that it may be run, now and later."""

    def __init__(self, look: Look, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            "Run a command for credentials",
            sentence=f"The profile {profile.name} gets its credentials from a command on this machine:",
            icon="process",
            parent=parent,
        )
        self.setObjectName("command_dialog")
        self.command = PlainLabel(profile.command, role="mono", wrap=True, selectable=True, name="Command")
        self.add_field(self.command)
        self.add_note(
            NoteKind.WARNING,
            "It runs with your rights. Agree only if you know where it comes from. The program runs exactly "
            "this line from now on; if the line changes, it asks again.",
        )
        self.set_verb(outlined_button(look, "Run this command", "play"))
        self.set_cancel_default(True)
