"""The table of a replay: lines of the file, what would be or was done with each; the bad ones first."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from sqs_explorer.domain.moves import MoveResult
from sqs_explorer.domain.quantities import size_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.services.message_files.dry_run import CheckedLine, DryRun
from sqs_explorer.viewmodels.cell_table_model import CellTableModel, Column
from sqs_explorer.viewmodels.cells import Cell
from sqs_explorer.viewmodels.replaying.replay_words import line_words

MAXIMUM_ROWS = 200


class ReplayLineModel(CellTableModel[CheckedLine]):
    """At most MAXIMUM_ROWS lines of a dry run, with their results once there are any.

    New results show with `repaint`: each line stays where it is.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        self._results: Mapping[int, MoveResult] = {}
        columns = (
            Column("Line", _number_cell, is_right_aligned=True),
            Column("Message ID", _id_cell),
            Column("Group", _group_cell),
            Column("Size", _size_cell, is_right_aligned=True),
            Column("Result", self._result_cell, lambda line: self._result_cell(line).text),
        )
        super().__init__(columns, parent)

    def show_run(self, run: DryRun | None, results: Mapping[int, MoveResult]) -> None:
        """Show the lines of a dry run, those that will not or did not arrive first."""
        self._results = results
        lines = run.lines if run else ()
        bad = [line for line in lines if self._is_bad(line)][:MAXIMUM_ROWS]
        good = (line for line in lines if not self._is_bad(line))
        self.show_things(
            [*bad, *(line for line, _ in zip(good, range(MAXIMUM_ROWS - len(bad)), strict=False))]
        )
        self.repaint()

    def _is_bad(self, line: CheckedLine) -> bool:
        result = self._results.get(line.number)
        return bool(line.reason) or (result is not None and not result.state.is_done)

    def _result_cell(self, line: CheckedLine) -> Cell:
        result = self._results.get(line.number)
        if line.reason:
            return Cell(one_line(line.reason), tone="danger", icon="fail", icon_tone="danger")
        if result is None:
            return Cell("will be sent", tone="muted")
        if result.state.is_done:
            return Cell(line_words(result), icon="check", icon_tone="success")
        return Cell(one_line(line_words(result)), tone="danger", icon="warn", icon_tone="danger")


def _number_cell(line: CheckedLine) -> Cell:
    return Cell(f"{line.number:,}", mono=True, right=True)


def _id_cell(line: CheckedLine) -> Cell:
    return Cell(one_line(line.message_id) or "–", mono=True, elide_middle=True)


def _group_cell(line: CheckedLine) -> Cell:
    return Cell(one_line(line.group_id) or "–", tone="text" if line.group_id else "muted")


def _size_cell(line: CheckedLine) -> Cell:
    return Cell(size_words(line.size_bytes) if line.original else "–", mono=True, right=True)
