"""Asks once before calls go out unencrypted to a server that is not this machine."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.notes import NoteKind


class EndpointDialog(DialogFrame):
    """Names the server; accepted means that it may be called in plain http, now and later."""

    def __init__(self, look: Look, url: str, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            "Call a server without encryption",
            sentence=f"Calls to {url} are signed but not encrypted: everyone on the way can read messages "
            "and the session token.",
            icon="link",
            parent=parent,
        )
        self.setObjectName("endpoint_dialog")
        self.add_note(
            NoteKind.WARNING,
            "Agree only on a network that you trust. The program does not ask about this server again.",
        )
        self.set_verb(outlined_button(look, "Call it unencrypted", "link"))
        self.set_cancel_default(True)
