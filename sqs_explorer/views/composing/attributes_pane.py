"""Message attributes with what acts on them: add, remove, and how a Binary value is given."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.limits import MAXIMUM_ATTRIBUTES
from sqs_explorer.viewmodels.composing.attribute_row import BinaryInput
from sqs_explorer.viewmodels.composing.draft_view_model import ATTRIBUTES_FIELD, DraftViewModel
from sqs_explorer.views.composing.attributes_table import AttributesTable
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.buttons import flat_button, icon_button
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel, set_plain_tooltip

_GAP_PX = 8
_READINGS = (BinaryInput.BASE64, BinaryInput.HEX)


class AttributesPane(QWidget):
    """Heading, buttons, table, and the reason why an attribute can't be sent."""

    def __init__(self, look: Look, view_model: DraftViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self._model = view_model.attributes
        self.table = AttributesTable(look, self._model)
        self._title = ElidedLabel("Message attributes", role="strong")
        self._count = PlainLabel(tone="muted", name="Number of attributes")
        self.binary_box = ChoiceBox(look, name="Binary value as")
        self.binary_box.addItems([reading.value for reading in _READINGS])
        set_plain_tooltip(self.binary_box, "How the text of this Binary value is read")
        tip = "Make a file's bytes the value of this attribute"
        self.file_button = icon_button(look, "file", "Load file", tooltip=tip)
        self.add_button = flat_button(look, "Add attribute", "plus", tooltip="Add an attribute (Insert)")
        self.remove_button = flat_button(
            look, "Remove attribute", "minus", tooltip="Remove the selected attributes (Delete)"
        )
        self._problem = PlainLabel(role="hint", tone="danger", wrap=True, name="Message attributes problem")
        self._arrange()
        self._connect()
        self._show()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(_GAP_PX)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        for widget in (self.binary_box, self.file_button, self.add_button, self.remove_button):
            head.addWidget(widget)
        for button, name in (
            (self.file_button, "load_file"),
            (self.add_button, "add_attribute"),
            (self.remove_button, "remove_attribute"),
        ):
            button.setObjectName(name)
        box = QWidget()
        set_ground(box, "box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(box)
        rows.addWidget(self._problem)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for the buttons' words, or not any more."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        buttons = (self.add_button, self.remove_button)
        for button in buttons:
            button.set_words_shown(True)
        parts = (self._title, self._count, self.binary_box, self.file_button, *buttons)
        shown = [part for part in parts if not part.isHidden()]
        needed_px = sum(part.sizeHint().width() + _GAP_PX for part in shown)
        for button in buttons:
            button.set_words_shown(needed_px <= self.width())

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.file_button.clicked.connect(self.choose_file)
        self.binary_box.currentTextChanged.connect(self._read_as)
        self.table.add_requested.connect(self.add)
        self.table.remove_requested.connect(self.remove)
        self.table.selection_changed.connect(self._show)
        self.table.context_menu_requested.connect(self._open_menu)
        self._model.rows_changed.connect(self._show)
        self._view_model.examined.connect(self._show)

    def add(self) -> None:
        """Add an attribute and start with its name."""
        self.table.commit()
        self.table.edit_name(self._model.add_row())

    def remove(self) -> None:
        """Remove the selected attributes, or the current one."""
        rows = self.table.selected_rows() or [self.table.current_row()]
        if rows[0] >= 0:
            self.table.commit()
            self._model.remove(rows)

    def choose_file(self) -> None:
        """Ask for a file whose bytes are the current attribute's value."""
        row = self.table.current_row()
        if row < 0:
            return
        dialog = QFileDialog(self, "Load file")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setProperty("row", row)
        dialog.fileSelected.connect(self._take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_file(self, path: str) -> None:
        dialog = self.sender()
        row = dialog.property("row")
        if isinstance(row, int) and row < self._model.rowCount():
            self._view_model.load_attribute_file(row, path)

    def _read_as(self, name: str) -> None:
        row = self.table.current_row()
        if row >= 0 and name:
            self._model.read_as(row, BinaryInput(name))

    def _open_menu(self, position: QPoint) -> None:
        self.context_menu().popup(position)

    def context_menu(self) -> QMenu:
        """Return a menu of what can be done here; it deletes itself once it is closed."""
        menu = styled_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        deeds = [("Add attribute", "plus", self.add)]
        if self.table.current_row() >= 0:
            deeds.append(("Load file…", "file", self.choose_file))
            deeds.append(("Remove attribute", "minus", self.remove))
        for text, icon, deed in deeds:
            action = LookAction(self._look, text, icon, parent=menu)
            action.triggered.connect(deed)
            menu.addAction(action)
        return menu

    def _show(self) -> None:
        rows, current = self._model.rows, self.table.current_row()
        self._count.setText(f"{len(rows)} of {MAXIMUM_ATTRIBUTES}")
        self._count.set_tone("danger" if len(rows) > MAXIMUM_ATTRIBUTES else "muted")
        is_current = 0 <= current < len(rows)
        is_binary = is_current and rows[current].is_binary
        self.binary_box.setVisible(is_binary)
        self.file_button.setVisible(is_binary)
        self.remove_button.set_available(is_current)
        if is_binary:
            with QSignalBlocker(self.binary_box):
                self.binary_box.setCurrentText(rows[current].binary_input.value)
                if rows[current].binary_input is BinaryInput.FILE:
                    self.binary_box.setCurrentIndex(-1)
        problem = self._view_model.problem_of(ATTRIBUTES_FIELD)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._fit_head()
