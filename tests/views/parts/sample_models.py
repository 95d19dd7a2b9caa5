"""Rows like those of the real screens, for the parts' tests and the gallery."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from typing_extensions import override

from sqs_explorer.viewmodels.cells import BAND_ROLE, CELL_ROLE, SPAN_ROLE, Cell, CellKind

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CellRows(QAbstractTableModel):
    """A table of cells, sortable by their words."""

    def __init__(
        self, headings: list[str], rows: list[list[Cell]], right: set[int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.headings = headings
        self.rows = rows
        self.right = right
        self.checked: dict[int, Qt.CheckState] = {}

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.rows[index.row()][index.column()].kind is CellKind.CHECK:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.CheckStateRole and cell.kind is CellKind.CHECK:
            return self.checked.get(index.row(), Qt.CheckState.Unchecked)
        return None

    @override
    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.checked[index.row()] = Qt.CheckState(value)
        self.dataChanged.emit(index, index, [role])
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self.rows.sort(key=lambda row: row[column].text, reverse=order is Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()


def message_rows() -> CellRows:
    """Ten held messages, as in the first picture."""
    rows = [
        ("5f3c…b81d", "12 s ago", 1, "412 B", 27, '{"orderId":"ORD131","userId":"U102"}'),
        ("9b20…07fe", "34 s ago", 1, "398 B", 27, '{"orderId":"ORD130","userId":"U871"}'),
        ("c1d7…4a90", "3 min ago", 2, "412 B", 21, '{"orderId":"ORD123","userId":"U456"}'),
        ("27ae…d3c2", "3 min ago", 1, "1.2 KiB", 21, '<order id="ORD122"><user>U318</user>'),
        ("e844…9f6a", "4 min ago", 3, "420 B", 12, '{"orderId":"ORD119","userId":"U077"}'),
        ("b662…e07c", "9 min ago", 1, "900.4 KiB", 4, '{"orderId":"ORD112","userId":"U900"}'),
        ("4ed8…22f1", "11 min ago", 1, "431 B", -1, '{"orderId":"ORD109","userId":"U394"}'),
        ("d05b…73ba", "14 min ago", 1, "402 B", -2, '{"orderId":"ORD104","userId":"U119"}'),
    ]
    return CellRows(
        ["Message ID", "Sent", "Receives", "Size", "Visible again", "Body"],
        [_message_row(row) for row in rows],
        right={1, 2, 3},
    )


def _message_row(row: tuple[str, str, int, str, int, str]) -> list[Cell]:
    ident, sent, receives, size, left, body = row
    tone = "text" if left >= 0 else "muted"
    count_tone = {1: tone, 2: "warning", 3: "danger"}[receives]
    again = Cell(f"{left} s", CellKind.COUNTDOWN, fraction=left / 30, seconds_left=left)
    if left < 0:
        word, icon = {-1: ("released", "release"), -2: ("deleted", "trash")}[left]
        again = Cell(word, tone="muted", icon=icon)
    return [
        Cell(ident, mono=True, tone=tone, elide_middle=True, struck=left == -2),
        Cell(sent, tone="muted", right=True),
        Cell(
            f"{receives} of 3",
            mono=True,
            right=True,
            tone=count_tone,
            icon="warn" if receives == 3 else None,
            icon_tone="danger",
        ),
        Cell(size, mono=True, right=True, tone=tone),
        again,
        Cell(body, mono=True, tone="muted"),
    ]


def group_rows() -> CellRows:
    """Failure groups and a move task."""
    rows = [
        [
            Cell("Card declined"),
            Cell("31", CellKind.SHARE, fraction=1.0),
            Cell("13 d", tone="muted", right=True),
        ],
        [
            Cell("Unknown product"),
            Cell("17", CellKind.SHARE, fraction=0.55),
            Cell("12 d", tone="muted", right=True),
        ],
        [Cell("Body is not JSON"), Cell("5", CellKind.SHARE, fraction=0.16), Cell("14 d", right=True)],
        [
            Cell("Running", CellKind.PROGRESS, icon="redrive", icon_tone="accent", fraction=0.4),
            Cell("Completed", CellKind.PROGRESS, icon="check", icon_tone="success"),
            Cell("7 h", mono=True, right=True, tone="danger", icon="clock", icon_tone="danger"),
        ],
    ]
    return CellRows(["Key", "Messages", "Oldest"], rows, right={2})


def profile_rows() -> CellRows:
    """Profiles with check boxes."""
    rows = [
        [Cell("default", CellKind.CHECK, medium=True), Cell("Access keys", icon="key", tone="muted")],
        [Cell("dev-orders", CellKind.CHECK, medium=True), Cell("SSO", icon="sso", tone="muted")],
        [
            Cell("staging-orders", CellKind.CHECK, medium=True),
            Cell("Sign-in expired", icon="warn", icon_tone="warning", tone="warning"),
        ],
    ]
    model = CellRows(["Profile", "State"], rows, right=set())
    model.checked[1] = Qt.CheckState.Checked
    return model


def queue_tree() -> QStandardItemModel:
    """Two connections with queues, as in the pictures."""
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["Queue", "Available", "In flight"])
    for column in (1, 2):
        model.setHeaderData(
            column,
            Qt.Orientation.Horizontal,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            Qt.ItemDataRole.TextAlignmentRole,
        )
    for name, word, band in (("demo", "Demo", "demo"), ("prod-orders", "Production", "prod")):
        icon = "plug" if band == "demo" else "role"
        top = _spanning(
            Cell(name, icon=icon, icon_tone=band, bold=True, trailing=word, trailing_tone=band), band
        )
        region = _spanning(Cell("eu-west-1", icon="globe", trailing="4 queues"), band)
        for queue, count, flight in (("OrderQueue", 128, 10), ("OrderQueue-DLQ", 61, 0), ("Ship-DLQ", 0, 0)):
            region.appendRow(_queue_row(queue, count, flight, band))
        top.appendRow(region)
        model.appendRow(top)
    return model


def _queue_row(queue: str, count: int, flight: int, band: str) -> list[QStandardItem]:
    dlq = queue.endswith("-DLQ")
    danger = dlq and count > 0
    available = (
        Cell(f"{count:,}", CellKind.BADGE, tone="danger" if danger else "muted")
        if dlq
        else Cell(f"{count:,}", mono=True, right=True)
    )
    name = Cell(
        queue, icon="dlq" if dlq else "queue", icon_tone="danger" if danger else "muted", elide_middle=True
    )
    return [
        _item(name, band),
        _item(available, band),
        _item(Cell(str(flight), mono=True, right=True, tone="text" if flight else "muted"), band),
    ]


def _spanning(cell: Cell, band: str) -> QStandardItem:
    item = _item(cell, band)
    item.setData(True, SPAN_ROLE)
    return item


def _item(cell: Cell, band: str) -> QStandardItem:
    item = QStandardItem(cell.text)
    item.setData(cell, CELL_ROLE)
    item.setData(band, BAND_ROLE)
    return item
