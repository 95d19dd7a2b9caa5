"""What can be done with selected rows of Activity: the same actions by key and by right click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.tables import DataTable


class ActivityActions(QObject):
    """Puts its actions on the table, where their keys work while it has the focus."""

    def __init__(self, look: Look, table: DataTable, view_model: ActivityViewModel) -> None:
        super().__init__(table)
        self._table = table
        self._view_model = view_model
        self.copy_cli = self._add(look, "Copy as AWS CLI command", "Ctrl+Shift+C", self._copy_cli)
        self.copy_boto3 = self._add(look, "Copy as boto3", "Ctrl+Shift+B", self._copy_boto3)
        self.copy_request_id = self._add(look, "Copy request ID", "Ctrl+Shift+I", self._copy_request_id)
        self._more: Sequence[LookAction] = ()
        table.selection_changed.connect(self._show)
        table.context_menu_requested.connect(self._open_menu)
        self._show()

    def add_more(self, actions: Sequence[LookAction]) -> None:
        """Put actions that are not about rows below them in the menu."""
        self._more = actions

    def _add(self, look: Look, text: str, keys: str, deed: Callable[[], None]) -> LookAction:
        action = LookAction(look, text, "copy", shortcut=keys, parent=self._table)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(deed)
        self._table.addAction(action)
        return action

    def _show(self) -> None:
        rows = self._table.selected_rows()
        has_calls = self._view_model.has_calls(rows)
        self.copy_cli.setEnabled(has_calls)
        self.copy_boto3.setEnabled(has_calls)
        self.copy_request_id.setEnabled(bool(self._view_model.request_ids(rows)))

    def menu(self) -> QMenu:
        """Return a menu of what the selected rows have, and of the columns; it goes when it closes."""
        self._show()
        menu = styled_menu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.copy_cli, self.copy_boto3, self.copy_request_id])
        if self._more:
            menu.addSeparator()
            menu.addActions(self._more)
        menu.addSeparator()
        columns = self._table.columns_menu()
        columns.setTitle("Columns")
        columns.setParent(menu, columns.windowFlags())
        menu.addMenu(columns)
        return menu

    def _open_menu(self, position: QPoint) -> None:
        self.menu().popup(position)

    def _copy_cli(self) -> None:
        _copy(self._view_model.cli_text(self._table.selected_rows()))

    def _copy_boto3(self) -> None:
        _copy(self._view_model.boto3_text(self._table.selected_rows()))

    def _copy_request_id(self) -> None:
        _copy(self._view_model.request_ids(self._table.selected_rows()))


def _copy(text: str) -> None:
    if text:
        QGuiApplication.clipboard().setText(text)
