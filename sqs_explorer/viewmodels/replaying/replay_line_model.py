"""The table of a replay: lines of the file, what would be or was done with each; the bad ones first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.domain.moves import MoveResult
from sqs_explorer.domain.quantities import size_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.services.message_files.dry_run import CheckedLine, DryRun
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.replaying.replay_words import line_words

Index = QModelIndex | QPersistentModelIndex

COLUMNS = ("Line", "Message ID", "Group", "Size", "Result")
MAXIMUM_ROWS = 200
_RIGHT = {"Line", "Size"}
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)


class ReplayLineModel(QAbstractTableModel):
    """At most MAXIMUM_ROWS lines of a dry run, with their results once there are any."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CheckedLine] = []
        self._results: Mapping[int, MoveResult] = {}
        self._run: DryRun | None = None

    def show_run(self, run: DryRun | None, results: Mapping[int, MoveResult]) -> None:
        """Show the lines of a dry run, those that will not or did not arrive first."""
        self.beginResetModel()
        self._run, self._results = run, results
        lines = run.lines if run else ()
        bad = [line for line in lines if self._is_bad(line)][:MAXIMUM_ROWS]
        good = (line for line in lines if not self._is_bad(line))
        self._lines = [*bad, *(line for line, _ in zip(good, range(MAXIMUM_ROWS - len(bad)), strict=False))]
        self.endResetModel()

    def refresh(self) -> None:
        """Paint the results that are new, each line staying where it is."""
        if self._lines:
            last = self.index(len(self._lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, len(COLUMNS) - 1), last)

    def _is_bad(self, line: CheckedLine) -> bool:
        result = self._results.get(line.number)
        return bool(line.reason) or (result is not None and not result.state.is_done)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row a line."""
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        """Line, what it is, and its result."""
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return COLUMNS[section]
        if role == _ALIGNMENT and COLUMNS[section] in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid() or role not in {_DISPLAY, CELL_ROLE, _TOOLTIP}:
            return None
        cell = self._cell(self._lines[index.row()], COLUMNS[index.column()])
        if role == _TOOLTIP:
            return cell.text if COLUMNS[index.column()] == "Result" else None
        return cell if role == CELL_ROLE else cell.text

    def _cell(self, line: CheckedLine, column: str) -> Cell:
        match column:
            case "Line":
                return Cell(f"{line.number:,}", mono=True, right=True)
            case "Message ID":
                return Cell(one_line(line.message_id) or "–", mono=True, elide_middle=True)
            case "Group":
                return Cell(one_line(line.group_id) or "–", tone="text" if line.group_id else "muted")
            case "Size":
                return Cell(size_words(line.size_bytes) if line.original else "–", mono=True, right=True)
        return self._result_cell(line)

    def _result_cell(self, line: CheckedLine) -> Cell:
        result = self._results.get(line.number)
        if line.reason:
            return Cell(one_line(line.reason), tone="danger", icon="fail", icon_tone="danger")
        if result is None:
            return Cell("will be sent", tone="muted")
        if result.state.is_done:
            return Cell(line_words(result), icon="check", icon_tone="success")
        return Cell(one_line(line_words(result)), tone="danger", icon="warn", icon_tone="danger")
