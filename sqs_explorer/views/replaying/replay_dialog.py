"""The Replay dialog: the file's dry run, then the sending with progress, Stop and a result for each line."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.domain.limits import MAXIMUM_MOVE_RATE
from sqs_explorer.domain.quantities import size_words
from sqs_explorer.viewmodels.replaying.replay_view_model import ReplayStage, ReplayViewModel
from sqs_explorer.viewmodels.replaying.replay_words import (
    KEEP_ID_DANGER,
    NEW_ID_HINT,
    WHAT_IT_IS,
    dry_run_remarks,
    dry_run_sentence,
    group_words,
    refused_sentence,
)
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import flat_button, outlined_button, primary_button
from sqs_explorer.views.parts.choosing_files import ChooseFile, choose_file
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.fields import ChoiceBox, NumberBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine
from sqs_explorer.views.parts.tables import DataTable

FILE_FILTER = "JSON Lines (*.jsonl *.ndjson *.json)"
_NEW_ID, _KEEP_ID = "New ID", "Keep ID"
_WIDTH_PX, _TABLE_PX = 720, 212
_NOTHING = "–"


class ReplayDialog(DialogFrame):
    """Shows a ReplayViewModel; closing it lets a replay under way go on, with its progress in Activity."""

    def __init__(
        self,
        look: Look,
        view_model: ReplayViewModel,
        parent: QWidget | None = None,
        *,
        choose_path: ChooseFile = choose_file,
    ) -> None:
        super().__init__(
            look,
            "Replay from file",
            icon="send",
            environment=view_model.environment,
            width=_WIDTH_PX,
            parent=parent,
        )
        self.setObjectName("replay_dialog")
        self._view_model = view_model
        self._choose_path = choose_path
        self._facts = self.add_facts(
            [
                ("File", _NOTHING),
                ("To", view_model.queue_name),
                ("Where", view_model.where),
                ("Groups", "none"),
            ]
        )
        self._add_settings(look)
        self.remarks = self.add_hidden_note()
        self.table = DataTable(look, "Replay lines", row_height=24, boxed=True)
        self.table.setFixedHeight(_TABLE_PX)
        self.table.setModel(view_model.lines)
        self.table.set_columns([48, 104, 104, 68, 340])
        self.add_field(self.table)
        self._add_progress(look)
        self.report = self.add_hidden_note()
        self._add_buttons(look)
        view_model.changed.connect(self._show)
        self._show()

    def _add_settings(self, look: Look) -> None:
        self.deduplication = ChoiceBox(look, name="Deduplication")
        self.deduplication.addItems([_NEW_ID, _KEEP_ID])
        self.deduplication.setCurrentText(_KEEP_ID if self._view_model.keeps_deduplication_id else _NEW_ID)
        self._deduplication_field = FormField("Deduplication", self.deduplication, hint=NEW_ID_HINT)
        self._deduplication_field.setVisible(self._view_model.is_fifo)
        self.rate = NumberBox(look, 0, MAXIMUM_MOVE_RATE, 0, name="Messages per second")
        hint = PlainLabel(f"0 = as fast as it goes; at most {MAXIMUM_MOVE_RATE}", tone="muted")
        self.add_field(self._deduplication_field)
        self.add_field(FormField("Messages per second", self.rate, beside=hint))
        self.deduplication.currentIndexChanged.connect(self._choose_deduplication)

    def _add_progress(self, look: Look) -> None:
        self._progress = QWidget()
        self.progress_words = PlainLabel("", name="Replay progress")
        self.progress_bar = ProgressLine(look, name="Replay progress bar")
        self.stop = flat_button(look, "Stop", "stop", name="Stop replay")
        self.stop.clicked.connect(self._view_model.stop)
        line = QHBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.progress_words)
        line.addWidget(self.progress_bar, 1)
        line.addWidget(self.stop)
        self.add_field(self._progress)

    def _add_buttons(self, look: Look) -> None:
        self.choose = outlined_button(look, "Choose file", "folder")
        self.choose.clicked.connect(self._choose_file)
        self.add_foot(self.choose)
        # Not the frame's verb: that would close the dialog, and the results are read in it.
        self.start = primary_button(look, "Start replay", "send")
        self.start.clicked.connect(self._start)
        self.start.setAutoDefault(True)
        self._foot.addWidget(self.start)

    def _choose_file(self) -> None:
        self._view_model.dialogs.start(self._ask_file())

    async def _ask_file(self) -> None:
        path = await self._choose_path(self, FILE_FILTER)
        self._view_model.open_file(path)

    def _start(self) -> None:
        self._view_model.start(self.rate.value())

    def _choose_deduplication(self) -> None:
        self._view_model.keep_deduplication_id(keep=self.deduplication.currentText() == _KEEP_ID)

    def _show(self) -> None:
        view_model = self._view_model
        run, stage = view_model.dry_run, view_model.stage
        self.set_sentence(_sentence(view_model))
        name = view_model.file_name
        size = f" · {size_words(view_model.file_size_bytes)}" if view_model.file_size_bytes else ""
        self._set_fact("File", f"{name}{size}" if name else _NOTHING)
        self._set_fact("Groups", group_words(run) if run else _NOTHING)
        self.table.setVisible(run is not None and bool(run.lines))
        keeps = view_model.keeps_deduplication_id
        self._deduplication_field.set_hint(
            KEEP_ID_DANGER if keeps else NEW_ID_HINT, "warning" if keeps else "muted"
        )
        remarks = " ".join(words for words in (WHAT_IT_IS, dry_run_remarks(run)) if words) if run else ""
        if remarks and stage is ReplayStage.EXAMINED:
            self.remarks.show_note(NoteKind.INFO, remarks)
        else:
            self.remarks.clear()
        self._show_progress()
        self._show_result()
        self._show_buttons()

    def _set_fact(self, label: str, text: str) -> None:
        self._facts[label].setText(text)
        self._facts[label].setAccessibleName(f"{label}: {text}")

    def _show_progress(self) -> None:
        self._progress.setVisible(self._view_model.is_busy)
        self.progress_words.setText(self._view_model.progress_words)
        self.progress_bar.set_fraction(self._view_model.progress_fraction)
        self.stop.set_available(not self._view_model.is_stopping)

    def _show_result(self) -> None:
        view_model, error = self._view_model, self._view_model.error
        if view_model.result_title:
            text = " ".join(part for part in (view_model.result_text, error.text if error else "") if part)
            kind = NoteKind.WARNING if text else NoteKind.SUCCESS
            self.report.show_note(
                kind, text, title=f"{view_model.result_title}.", next_step=error.next_step if error else ""
            )
        elif error is not None:
            self.report.show_note(
                NoteKind.DANGER, error.text, title=f"{error.title}.", next_step=error.next_step
            )
        else:
            self.report.clear()

    def _show_buttons(self) -> None:
        view_model = self._view_model
        # Counting many thousand lines at each step of a replay would hold up the window.
        waiting = 0 if view_model.is_busy else len(view_model.to_send)
        ended = view_model.stage is ReplayStage.ENDED
        text = f"Send the other {waiting:,}" if ended and waiting else "Start replay"
        if self.start.accessibleName() != text:
            self.start.set_face(text, "send")
        self.start.set_available(bool(waiting))
        self.start.set_blocked(view_model.blocked_reason)
        for control in (self.choose, self.rate):
            control.setEnabled(not view_model.is_busy)
        # Another choice examines all lines again, those that were sent included.
        self.deduplication.setEnabled(not view_model.is_busy and not ended)
        close = "Close" if ended or view_model.stage is ReplayStage.RUNNING else "Cancel"
        if self.cancel.accessibleName() != close:
            self.cancel.set_face(close, "")


def _sentence(view_model: ReplayViewModel) -> str:
    run, stage = view_model.dry_run, view_model.stage
    if stage is ReplayStage.READING:
        return f"{view_model.file_name} is being examined; nothing is sent."
    if run is not None and stage is ReplayStage.EXAMINED:
        return dry_run_sentence(run, view_model.queue_name)
    if run is not None:
        return refused_sentence(run)
    return (
        f"Choose a file of exported messages (JSON Lines). It is examined first; nothing is sent to "
        f"{view_model.queue_name} before you press Start replay."
    )


async def ask_replay(
    look: Look,
    view_model: ReplayViewModel,
    parent: QWidget | None = None,
    *,
    choose_path: ChooseFile = choose_file,
) -> None:
    """Ask for a file and show its dry run; a replay under way, or one that ended unseen, is shown at once."""
    if view_model.stage is ReplayStage.NO_FILE:
        path = await choose_path(parent, FILE_FILTER)
        if not path:
            return
        view_model.open_file(path)
    dialog = ReplayDialog(look, view_model, parent, choose_path=choose_path)
    await ask(dialog)
    view_model.forget()
