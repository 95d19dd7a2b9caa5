"""The fields for an access key: they say where it is kept, and never show it again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.fields import TextField
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel

_LABEL_PX = 21
"""How far below its label a field begins."""


class TypedKeyForm(QWidget):
    """Shown while the view-model says that a key is typed; keeps what was typed until the key is kept."""

    def __init__(self, look: Look, view_model: ConnectionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._was_asked = False
        self._gave_key = False
        self.setObjectName("typed_key_form")
        self.connection_name = TextField("orders-dev", name="Connection name")
        self.key_id = TextField("AKIA…", mono=True, name="Access key ID")
        self.secret = TextField(mono=True, name="Secret access key")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.name_field = FormField("Connection name", self.connection_name)
        self.id_field = FormField("Access key ID", self.key_id)
        self.secret_field = FormField("Secret access key", self.secret)
        self.keep = outlined_button(look, "Keep key", "key")
        self.place = PlainLabel(tone="muted", wrap=True, name="Where the key is kept")
        self.problem = Note(look)
        self._arrange()
        self._connect()
        self.hide()

    def _arrange(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field in (self.name_field, self.id_field, self.secret_field):
            fields.addWidget(field, 1, top)
        beside = QVBoxLayout()
        beside.addSpacing(_LABEL_PX)
        beside.addWidget(self.keep)
        beside.addStretch(1)
        fields.addLayout(beside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addLayout(fields)
        rows.addWidget(self.place)
        rows.addWidget(self.problem)

    def _connect(self) -> None:
        self.keep.clicked.connect(self._keep)
        for field in (self.connection_name, self.key_id, self.secret):
            field.returnPressed.connect(self._keep)
            field.textChanged.connect(self._show_problems)
        self.problem.action_requested.connect(self._keep_for_this_run)
        self._view_model.changed.connect(self._show)
        self._view_model.typed_keys.key_kept.connect(self._clear)

    def begin(self) -> None:
        """Take the keyboard to the first field that is empty."""
        fields = (self.connection_name, self.key_id, self.secret)
        first = next((field for field in fields if not field.text()), self.connection_name)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> tuple[str, TypedKey]:
        key = TypedKey(self.key_id.text().strip(), self.secret.text().strip())
        return self.connection_name.text().strip(), key

    def _keep(self) -> None:
        self._ask_to_keep(for_this_run=False)

    def _keep_for_this_run(self) -> None:
        self._ask_to_keep(for_this_run=True)

    def _ask_to_keep(self, *, for_this_run: bool) -> None:
        self._was_asked = True
        name, key = self._typed()
        if self._show_problems():
            self._gave_key = True
            self._view_model.typed_keys.keep(name, key, for_this_run=for_this_run)

    def _show_problems(self) -> bool:
        """Say beside the fields what is wrong, once somebody wanted to keep the key; True if nothing is."""
        problems = self._view_model.key_problems(*self._typed())
        if self._was_asked:
            self.name_field.set_error(problems.name or None)
            self.id_field.set_error(problems.access_key_id or None)
            self.secret_field.set_error(problems.secret_access_key or None)
        return problems.are_none

    def _clear(self) -> None:
        """Drop what was typed, the fields' memory for Undo included, once this form's key is kept."""
        if self._gave_key:
            self._gave_key = False
            for field in (self.connection_name, self.key_id, self.secret):
                field.setText("")

    def _fold(self) -> None:
        """Drop the secret, which need not stay in memory; what is no secret stays for the next time."""
        self._was_asked = False
        self.secret.setText("")
        for row in (self.name_field, self.id_field, self.secret_field):
            row.set_error(None)

    def _show(self) -> None:
        keys, is_typing = self._view_model.typed_keys, self._view_model.is_typing_key
        appears = is_typing and self.isHidden()
        self.setVisible(is_typing)
        if not is_typing:
            self._fold()
            return
        if appears:
            self.begin()
        self.place.setText(keys.place_words)
        self.keep.set_available(not keys.is_keeping)
        for field in (self.connection_name, self.key_id, self.secret):
            field.setReadOnly(keys.is_keeping)
        self._show_error()

    def _show_error(self) -> None:
        error = self._view_model.typed_keys.error
        if error is None or not self._gave_key:
            self.problem.clear()
            return
        self.problem.show_note(
            NoteKind.WARNING,
            error.text,
            title=error.title,
            next_step=error.next_step,
            action="Keep for this run only",
        )
