"""The field that guards what can't be undone: its dialog's verb stays off until the name is typed exactly."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.fields import TextField
from sqs_explorer.views.parts.form_field import FormField

LABEL = "Type the queue name"


class TypedNameField(FormField):
    """Compares letter by letter, upper and lower case as they are. `matched_changed` follows the typing."""

    matched_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._name = name
        self.line = TextField(mono=True, name=LABEL)
        super().__init__(LABEL, self.line, hint=self._left_words(""), parent=parent)
        self.line.textChanged.connect(self._show_match)

    @property
    def matches(self) -> bool:
        """Whether the name is there, with nothing before or after it."""
        return self.line.text() == self._name

    def _show_match(self) -> None:
        typed = self.line.text()
        is_astray = not self._name.startswith(typed)
        self.set_hint(self._left_words(typed))
        self.set_error(f"This is not its name: {self._name}" if is_astray else None)
        self.matched_changed.emit()

    def _left_words(self, typed: str) -> str:
        left = len(self._name) - len(typed)
        to_go = f": {count_words(left, 'character')} to go" if left else ""
        return f"{self._name}, with capitals as written{to_go}"


def guard_verb(dialog: DialogFrame, name: str) -> TypedNameField:
    """Ask for a name in a dialog that has its verb; the verb is off until it is typed."""
    field = TypedNameField(name)
    dialog.add_field(field)
    # Enter does nothing while the verb is off; it must not throw away what is half typed either.
    dialog.set_verb_default()

    def follow() -> None:
        if dialog.verb is not None:
            dialog.verb.set_blocked(None if field.matches else f"Type {name} first.", with_lock=False)

    field.matched_changed.connect(follow)
    follow()
    field.line.setFocus()
    return field
