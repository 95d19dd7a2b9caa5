"""The Add queue dialog: a queue by URL, ARN or name, for those who may not list queues."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.queues.add_queue_view_model import AddQueueViewModel, Choice
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.fields import ChoiceBox, TextField
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind

QUEUE = "Queue URL, ARN or name"
ACCOUNT = "Account ID"
_ACCOUNT_HINT = "Of another account's queue; empty for your own."
_ACCOUNT_NAMED = "The URL or the ARN says it."


class AddQueueDialog(DialogFrame):
    """Accepted once SQS has the queue: it is the view-model's `found` then. What is typed outlives Cancel."""

    def __init__(self, look: Look, adding: AddQueueViewModel, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            "Add queue",
            sentence="The queue is shown in the list from now on, also where ListQueues is not allowed.",
            icon="queue",
            width=560,
            parent=parent,
        )
        self.setObjectName("add_queue_dialog")
        self._adding = adding
        self.connection = self._choice(look, "Connection")
        self.queue = TextField(mono=True, name=QUEUE)
        self.account = TextField(mono=True, name=ACCOUNT)
        self.region = self._choice(look, "Region")
        self._connection_field = FormField("Connection", self.connection)
        self._queue_field = FormField(QUEUE, self.queue)
        self._account_field = FormField(ACCOUNT, self.account)
        for field in (self._connection_field, self._queue_field, self._account_field):
            self.add_field(field)
        self.add_field(FormField("Region", self.region))
        self.note = self.add_hidden_note()
        self.set_verb(primary_button(look, "Add queue", "plus"))
        self.set_verb_default()
        self.queue.setText(adding.text)
        self.account.setText(adding.account_id)
        self._connect()
        self._show()
        self.queue.setFocus()

    @override
    def accept(self) -> None:
        """Ask SQS first; the dialog closes once the queue was found."""
        if self._adding.found is not None:
            super().accept()
        else:
            self._adding.check()

    @override
    def reject(self) -> None:
        """Ask no longer; what was typed stays for the next time."""
        self._adding.changed.disconnect(self._show)
        self._adding.cancel()
        super().reject()

    def _choice(self, look: Look, name: str) -> ChoiceBox:
        box = ChoiceBox(look, name=name)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _connect(self) -> None:
        adding = self._adding
        self.queue.textChanged.connect(adding.set_text)
        self.account.textChanged.connect(adding.set_account_id)
        self.connection.activated.connect(self._choose_connection)
        self.region.activated.connect(self._choose_region)
        adding.changed.connect(self._show)

    def _choose_connection(self, row: int) -> None:
        self._adding.set_connection(str(self.connection.itemData(row)))

    def _choose_region(self, row: int) -> None:
        self._adding.set_region(str(self.region.itemData(row)))

    def _show(self) -> None:
        adding = self._adding
        if adding.found is not None:
            super().accept()
            return
        spec = adding.spec
        _fill(self.connection, adding.connections, spec.connection_id if spec else "")
        _fill(self.region, adding.regions, adding.region)
        self._connection_field.setVisible(len(adding.connections) > 1)
        self.region.setEnabled(not adding.is_region_named)
        self.account.setEnabled(adding.names_account_beside)
        self._show_problem()
        self._account_field.set_hint(_ACCOUNT_HINT if adding.names_account_beside else _ACCOUNT_NAMED)
        self._queue_field.set_hint(adding.hint)
        if self.verb is not None:
            self.verb.set_available(adding.can_add)
        if adding.failure is not None:
            text = adding.failure
            self.note.show_note(
                NoteKind.DANGER, text.text, title=text.title, next_step=text.next_step, details=text.details
            )
        elif adding.is_checking:
            self.note.show_note(NoteKind.INFO, f"Asking SQS in {adding.region} for the queue …")
        else:
            self.note.clear()

    def _show_problem(self) -> None:
        field, reason = self._adding.problem
        self._queue_field.set_error(reason if field == QUEUE else None)
        self._account_field.set_error(reason if field == ACCOUNT else None)


def _fill(box: ChoiceBox, choices: Sequence[Choice], chosen: str) -> None:
    """Offer these choices, without telling that something was chosen."""
    with QSignalBlocker(box):
        if [box.itemData(row) for row in range(box.count())] != [value for value, _ in choices]:
            box.clear()
            for value, words in choices:
                box.addItem(words, value)
        box.setCurrentIndex(box.findData(chosen))
