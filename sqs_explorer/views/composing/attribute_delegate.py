"""The fields in which a message attribute is edited in its table, each with a name for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.composing.attributes_model import COLUMNS, TYPE, VALUE
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.cell_delegate import CellDelegate
from sqs_explorer.views.parts.fields import ChoiceBox, TextField
from sqs_explorer.views.parts.tables import DataTable

_Index = QModelIndex | QPersistentModelIndex
_EDIT = int(Qt.ItemDataRole.EditRole)
TYPES = ("String", "Number", "Binary")


class AttributeDelegate(CellDelegate):
    """Name and Value are lines, Type is a choice that takes a label, as in Number.int."""

    def __init__(self, look: Look, table: DataTable) -> None:
        super().__init__(look, table, 28, header=table.horizontalHeader())
        self._look = look
        self.line_under_last_row = False

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Return the field of a column, named as the column."""
        name = COLUMNS[index.column()]
        if index.column() == TYPE:
            choice = ChoiceBox(self._look, name=name, parent=parent)
            choice.setEditable(True)
            choice.addItems(TYPES)
            return choice
        field = TextField(mono=True, name=name, parent=parent)
        data_type = str(index.model().index(index.row(), TYPE).data(_EDIT))
        if index.column() == VALUE and data_type.startswith("Binary"):
            field.setPlaceholderText("base64, or hex after 0x")
        return field

    @override
    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Fill the field with what was typed before, exactly."""
        text = str(index.data(_EDIT))
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Take over what was typed; an untouched field changes nothing, for it shows line ends as spaces."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText(), _EDIT)
        elif isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), _EDIT)
