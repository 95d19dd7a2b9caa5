"""The Export dialog: which messages, in which format, what the file will contain."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.viewmodels.exporting.export_question import (
    CONTENTS,
    CSV_CAUTION,
    ExportChoice,
    ExportQuestion,
)
from sqs_explorer.viewmodels.exporting.export_view_model import ExportViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.choosing_files import ChooseTarget, choose_target
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind


class ExportDialog(DialogFrame):
    """Takes an ExportQuestion, gives a format; the file's name is asked for afterwards."""

    def __init__(self, look: Look, question: ExportQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            "Export messages",
            sentence=question.sentence,
            icon="export",
            environment=question.environment,
            parent=parent,
        )
        self.setObjectName("export_dialog")
        self.add_facts([("From", question.queue_name), ("Where", question.where)])
        self._format = ChoiceBox(look, name="Format")
        self._format.addItems([file_format.value for file_format in FileFormat])
        self._field = FormField("Format", self._format)
        self.add_field(self._field)
        self._caution = self.add_hidden_note()
        verb = primary_button(look, "Choose file", "export", tooltip="Choose where to, then write the file")
        verb.set_available(bool(question.message_ids))
        self.set_verb(verb)
        self.set_verb_default()
        self._format.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def file_format(self) -> FileFormat:
        """The format chosen."""
        return FileFormat(self._format.currentText())

    def _show(self) -> None:
        self._field.set_hint(CONTENTS[self.file_format])
        if self.file_format is FileFormat.CSV:
            self._caution.show_note(NoteKind.WARNING, CSV_CAUTION)
        else:
            self._caution.clear()


async def ask_export(
    look: Look,
    exporting: ExportViewModel,
    message_ids: Sequence[str],
    parent: QWidget | None = None,
    *,
    choose_path: ChooseTarget = choose_target,
) -> None:
    """Ask for format and file, then export these messages, or all that were received if none is named."""
    if exporting.is_exporting:
        return
    question = exporting.question(message_ids)
    dialog = ExportDialog(look, question, parent)
    if not await ask(dialog):
        return
    file_format = dialog.file_format
    name_filter = f"{file_format.value} (*{file_format.suffix})"
    path = await choose_path(parent, question.suggested_name(file_format), name_filter)
    if path:
        exporting.start(question.message_ids, ExportChoice(file_format, path))
