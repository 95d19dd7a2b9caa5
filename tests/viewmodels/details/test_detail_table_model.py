"""The two small tables of Details."""

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.details.detail_table_model import DetailRow, DetailTableModel

ARN = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue"


def test_rows_have_words_cells_and_the_raw_value_in_the_tooltip(qtmodeltester: ModelTester) -> None:
    model = DetailTableModel(("Name", "Value"))
    model.show_rows((DetailRow("Delay", "5 s", "DelaySeconds: 5"), DetailRow("ARN", ARN)))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Value"
    assert model.index(0, 1).data() == "5 s"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "DelaySeconds: 5"
    cell = model.index(1, 1).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    assert cell.elide_middle


def test_stale_values_are_muted_and_rows_keep_their_place() -> None:
    model = DetailTableModel(("Name", "Value"))
    rows = (DetailRow("Delay", "5 s"),)
    model.show_rows(rows)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show_rows(rows, is_stale=True)
    cell = model.index(0, 1).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    assert cell.tone == "muted"
    assert not resets
