"""The dialog before what can't be brought back: what, who, where, and where it matters the name to type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import danger_fill_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.typed_name_field import TypedNameField, guard_verb

_WIDTH_PX = 500


class DestroyingDialog(DialogFrame):
    """Cancel is the default. With `name` the verb is off until that is typed."""

    def __init__(
        self,
        look: Look,
        title: str,
        *,
        sentence: str,
        verb: str,
        environment: str,
        facts: Sequence[tuple[str, str]],
        warnings: Sequence[str] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            look,
            title,
            sentence=sentence,
            icon="trash",
            icon_tone="danger",
            environment=environment,
            width=_WIDTH_PX,
            parent=parent,
        )
        self.add_facts(facts)
        for warning in warnings:
            if warning:
                self.add_note(NoteKind.WARNING, warning)
        self.set_verb(danger_fill_button(look, verb))
        self.name_field: TypedNameField | None = guard_verb(self, name) if name else None
