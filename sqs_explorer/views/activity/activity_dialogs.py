"""The dialogs of Activity: in which format it is exported, and whether all of it is to be cleared."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import danger_fill_button, primary_button
from sqs_explorer.views.parts.choosing_files import ChooseTarget, choose_target
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.form_field import FormField

CONTENTS = {
    FileFormat.CSV: "For a spreadsheet. A cell that would run there as a formula begins with an apostrophe.",
    FileFormat.JSON_LINES: "One record a line, with the calls to AWS and their parameters.",
}
CLEARED = (
    "All records are deleted from this machine: of this run and of those before, whatever the search finds. "
    "This can't be undone. Jobs under way go on."
)


class ActivityExportDialog(DialogFrame):
    """Gives a format; the file's name is asked for afterwards."""

    def __init__(self, look: Look, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(look, "Export activity", sentence=sentence, icon="export", parent=parent)
        self.setObjectName("activity_export_dialog")
        self._format = ChoiceBox(look, name="Format")
        self._format.addItems([file_format.value for file_format in CONTENTS])
        self._field = FormField("Format", self._format)
        self.add_field(self._field)
        self.set_verb(primary_button(look, "Choose file", "export", tooltip="Choose where to, then write"))
        self.set_verb_default()
        self._format.currentIndexChanged.connect(self._show)
        self._show()
        self._format.setFocus()

    @property
    def file_format(self) -> FileFormat:
        """The format chosen."""
        return FileFormat(self._format.currentText())

    def _show(self) -> None:
        self._field.set_hint(CONTENTS[self.file_format])


class ClearActivityDialog(DialogFrame):
    """Says what goes; Cancel is the default."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(
            look, "Clear activity", sentence=CLEARED, icon="trash", icon_tone="danger", parent=parent
        )
        self.setObjectName("clear_activity_dialog")
        self.set_verb(danger_fill_button(look, "Clear activity"))


async def ask_activity_export(
    look: Look,
    history: ActivityHistoryViewModel,
    parent: QWidget | None = None,
    *,
    choose_path: ChooseTarget = choose_target,
) -> None:
    """Ask for format and file, then export what the search finds."""
    dialog = ActivityExportDialog(look, history.export_words, parent)
    if not await ask(dialog):
        return
    file_format = dialog.file_format
    name = f"activity-{history.asked_at.astimezone():%Y%m%d-%H%M%S}{file_format.suffix}"
    path = await choose_path(parent, name, f"{file_format.value} (*{file_format.suffix})")
    if path:
        history.export(path, file_format)


async def ask_to_clear(look: Look, history: ActivityHistoryViewModel, parent: QWidget | None = None) -> None:
    """Ask, then clear."""
    if await ask(ClearActivityDialog(look, parent)):
        history.clear()
