"""Asks before writing is unlocked: where it will be possible, as whom, and for how long."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Identity
from sqs_explorer.domain.regions import region_name
from sqs_explorer.viewmodels.shell.write_unlocking import UNLOCK_TIMES
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind

NOT_KNOWN = "not known yet"


class UnlockDialog(DialogFrame):
    """`seconds` is the answer, None for as long as the connection is open. Production cancels by Enter."""

    def __init__(
        self,
        look: Look,
        spec: ConnectionSpec,
        identity: Identity | None,
        endpoint_url: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            look,
            "Unlock writing",
            sentence="Sending, moving, deleting and purging become possible in this connection.",
            icon="unlock",
            environment=spec.environment.tone,
            parent=parent,
        )
        self.setObjectName("unlock_dialog")
        self.add_facts(_facts(spec, identity, endpoint_url))
        self.time = ChoiceBox(look, name="For")
        for choice in UNLOCK_TIMES:
            self.time.addItem(choice.label)
        self.add_field(FormField("For", self.time, hint="Then it locks by itself; work under way finishes."))
        is_production = spec.environment is Environment.PRODUCTION
        if is_production:
            self.add_note(NoteKind.WARNING, "What is done there is real.", title="This is Production.")
        self.set_verb(primary_button(look, "Unlock writing", "unlock"))
        self.set_cancel_default(is_production)
        self.time.setFocus()

    @property
    def seconds(self) -> float | None:
        """For how long."""
        return UNLOCK_TIMES[self.time.currentIndex()].seconds


def _facts(spec: ConnectionSpec, identity: Identity | None, endpoint_url: str) -> tuple[tuple[str, str], ...]:
    regions = _region_words(spec.regions[0]) if len(spec.regions) == 1 else ", ".join(spec.regions)
    facts = (
        ("Connection", spec.title),
        ("Account", identity.account_words if identity else NOT_KNOWN),
        ("User or role", identity.short_name if identity else NOT_KNOWN),
        ("Region" if len(spec.regions) == 1 else "Regions", regions),
        ("Environment", spec.environment.value),
        ("Endpoint URL", endpoint_url),
    )
    return tuple((label, value) for label, value in facts if value)


def _region_words(code: str) -> str:
    name = region_name(code)
    return f"{name} {code}" if name and name != code else code
