"""Attributes, drafts and layout of the Send tab, as a person meets them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
)

from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow
from sqs_explorer.views.composing.options_column import OptionsColumn
from sqs_explorer.views.parts.code_editor import CodeEditor
from tests.guards.event_loops import RunCoroutine
from tests.views.composing.send_panel_scene import (
    CTRL,
    find,
    is_shown,
    shown,
    text,
    type_attribute,
)


def test_rows_are_removed_with_the_delete_key_and_the_button(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            rows = [AttributeRow(name, "String", "v") for name in "abc"]
            composer.view_model.attributes.set_rows(rows)
            table = panel.attributes.table
            table.select_rows([0, 1])
            QTest.keyClick(table, Qt.Key.Key_Delete)
            assert [row.name for row in composer.view_model.attributes.rows] == ["c"]
            table.select_rows([0])
            find(panel, QPushButton, "Remove attribute").click()
            assert composer.view_model.attributes.rows == ()
            assert text(panel, "Number of attributes") == "0 of 10"

    qt_run(scenario())


def test_the_context_menu_gives_what_the_buttons_give(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            composer.view_model.attributes.set_rows([AttributeRow(name, "String", "v") for name in "ab"])
            panel.attributes.table.select_rows([0])
            menu = panel.attributes.context_menu()
            actions = {action.text(): action for action in menu.actions()}
            assert list(actions) == ["Add attribute", "Load file…", "Remove attribute"]
            actions["Remove attribute"].trigger()
            assert [row.name for row in composer.view_model.attributes.rows] == ["b"]
            menu.close()

    qt_run(scenario())


def test_an_untouched_cell_keeps_a_value_that_its_field_cannot_show(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            composer.view_model.attributes.set_rows([AttributeRow("a", "String", "x\r\ny\u2028")])
            table = panel.attributes.table
            table.setCurrentIndex(table.model().index(0, 2))
            QTest.keyClick(table, Qt.Key.Key_Return)
            QTest.keyClick(find(table, QLineEdit, "Value"), Qt.Key.Key_Return)
            assert composer.view_model.attributes.rows[0].value == "x\r\ny\u2028"

    qt_run(scenario())


def test_binary_values_are_read_as_chosen_and_shown_with_their_length(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (_, panel):
            assert not is_shown(panel, "Binary value as")
            await type_attribute(panel, "s", "Binary", "00ff")
            table = panel.attributes.table
            table.select_rows([0])
            assert table.model().index(0, 2).data() == "d347df · 3 bytes, from base64"
            find(panel, QComboBox, "Binary value as").setCurrentText("Hex")
            assert table.model().index(0, 2).data() == "00ff · 2 bytes, from hex"

    qt_run(scenario())


def test_a_file_chosen_for_a_binary_attribute_is_its_value(qt_run: RunCoroutine, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            (tmp_path / "key.bin").write_bytes(b"\x00\xff")
            await type_attribute(panel, "s", "Binary", "AA==")
            panel.attributes.table.select_rows([0])
            find(panel, QPushButton, "Load file").click()
            (dialog,) = panel.findChildren(QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / "key.bin"))
            dialog.reject()
            await composer.idle()
            assert panel.attributes.table.model().index(0, 2).data() == "00ff · 2 bytes, from key.bin"
            assert composer.view_model.attributes.rows[0].attribute().binary_value == b"\x00\xff"

    qt_run(scenario())


def test_a_read_only_connection_locks_send_and_says_why(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown(read_only=True) as (composer, panel):
            button = find(panel, QPushButton, "Send")
            QTest.keyClicks(find(panel, CodeEditor, "Message body"), "b")
            assert not button.isEnabled()
            assert button.toolTip().startswith("Read-only connection")
            assert text(panel, "Send result").startswith("Read-only connection")
            QTest.keyClick(panel.body.editor, Qt.Key.Key_Return, CTRL)
            await composer.idle()
            assert composer.fake.count("SendMessage") == 0

    qt_run(scenario())


def test_send_is_off_while_a_send_is_under_way(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            QTest.keyClicks(find(panel, CodeEditor, "Message body"), "b")
            gate = composer.fake.hold("SendMessage")
            button = find(panel, QPushButton, "Send")
            button.click()
            await gate.reached()
            assert (button.isEnabled(), text(panel, "Send result")) == (False, "Sending to OrderQueue…")
            gate.release()
            await composer.idle()
            assert button.isEnabled()

    qt_run(scenario())


def test_a_restored_draft_is_in_every_field(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown("Orders.fifo") as (composer, _):
            draft = composer.view_model
            draft.load_body("a\r\nb")
            draft.set_group_id("g")
            draft.set_deduplication_id("d")
            draft.set_trace_header("Root=1-2")
            draft.choose_format("XML")
            draft.attributes.set_rows([AttributeRow("a", "String", "v")])
            kept = draft.draft
        async with shown("Orders.fifo") as (again, panel):
            again.view_model.restore(kept)
            fields = ("Message group ID", "Deduplication ID", "Trace header")
            assert [find(panel, QLineEdit, name).text() for name in fields] == ["g", "d", "Root=1-2"]
            assert find(panel, CodeEditor, "Message body").toPlainText() == "a\nb"
            assert find(panel, QComboBox, "Body format").currentText() == "XML"
            assert find(panel, QTableView, "Message attributes").model().rowCount() == 1
            assert again.view_model.draft == kept

    qt_run(scenario())


def test_a_long_text_that_is_filled_in_shows_from_its_start(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown("Orders.fifo") as (composer, panel):
            composer.view_model.set_trace_header("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1")
            composer.view_model.restore(composer.view_model.draft)
            field = find(panel, QLineEdit, "Trace header")
            field.grab()  # a field scrolls when it is painted
            left = QPoint(field.textMargins().left(), field.height() // 2)
            assert field.cursorPositionAt(left) == 0
            QTest.keyClick(field, Qt.Key.Key_End)
            composer.view_model.restore(composer.view_model.draft)
            assert field.cursorPosition() == len(field.text()), "nothing was filled in, so it stays"

    qt_run(scenario())


def test_nothing_is_cut_at_the_smallest_page(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown("Orders.fifo") as (composer, panel):
            composer.view_model.attributes.set_rows([AttributeRow("s", "Binary", "AAAA")])
            panel.attributes.table.select_rows([0])
            await asyncio.sleep(0)
            assert panel.minimumSizeHint().width() <= 963
            assert panel.options.width() == 295

    qt_run(scenario())


def test_a_size_over_the_limit_does_not_widen_the_options(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            composer.view_model.load_body("x" * 1_048_605)
            await composer.idle()
            composer.view_model.examine()
            await composer.idle()
            size = find(panel, QLabel, "Message size")
            assert size.text() == "1,048,605 of 1,048,576 B"
            options = panel.findChild(OptionsColumn)
            assert isinstance(options, OptionsColumn)
            content = options.widget()
            assert content is not None
            assert content.width() <= options.viewport().width()

    qt_run(scenario())
