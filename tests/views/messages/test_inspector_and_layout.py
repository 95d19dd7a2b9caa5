"""The inspector, the filter and the layout of the Messages tab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QTableView

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.views.messages.receive_bar import ReceiveBar
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.code_view import CodeView
from tests.fakes.fake_sqs import FakeSqs
from tests.views.messages.conftest import OpenTab
from tests.views.messages.filling import fill
from tests.views.messages.reading import clipboard, column_of, control
from tests.views.shell.shell_scene import cut_labels, settle

Run = Callable[[Coroutine[Any, Any, None]], None]


def test_the_inspector_shows_the_row_in_front_in_full(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        binary = MessageAttribute("signature", "Binary", binary_value=b"\x9f\x86")
        fake.put(url, '{"n":12345678901234567890123}', (binary,), trace_header="Root=1-6740c3bc-5a")
        async with open_tab(url) as tab:
            await tab.receive()
            tab.select(0)
            body = tab.panel.inspector.body
            assert body.accessibleName() == "Message body"
            assert body.toPlainText() == '{\n  "n": 12345678901234567890123\n}'
            control(tab.panel, QComboBox, "Show as").setCurrentText("Raw")
            assert body.toPlainText() == '{"n":12345678901234567890123}'
            attributes = control(tab.panel, QTableView, "Message attributes")
            assert column_of(attributes, "Value") == ["2 bytes · 9f86"]
            system = control(tab.panel, QTableView, "System attributes")
            assert "AWSTraceHeader" in column_of(system, "Name")
            assert tab.label("Message ID") == tab.page.ids()[0]

    qt_run(scenario())


def test_hostile_text_stays_plain_and_is_copied_as_it_is(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    hostile = "<img src=file:///etc/passwd>\u202egpj.exe\u200b"

    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fake.put(url, hostile, (MessageAttribute("a", "String", "<b>x</b>\u202e"),))
        async with open_tab(url) as tab:
            await tab.receive()
            tab.select(0)
            assert tab.column("Body") == ["<img src=file:///etc/passwd>⟨U+202E⟩gpj.exe⟨U+200B⟩"]
            assert "\u202e" not in tab.panel.inspector.body.toPlainText()
            tab.button("Copy body").click()
            assert clipboard() == hostile
            tab.button("Copy message attributes").click()
            assert json.loads(clipboard())["a"]["value"] == "<b>x</b>\u202e"
            QTest.keyClick(tab.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
            assert clipboard().endswith("\t" + hostile)
            texts = [action.text() for action in tab.panel.list.row_menu().actions() if action.text()]
            assert texts == [
                "Copy as text",
                "Copy as JSON",
                "Copy message ID",
                "Copy body",
                "Release",
                "Extend",
                "Move",
                "Edit and resend",
                "Export",
                "Delete",
            ]
            tab.panel.list.row_menu().actions()[1].trigger()
            assert json.loads(clipboard())["body"] == hostile

    qt_run(scenario())


def test_escape_folds_the_inspector_and_enter_brings_it_back(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            await tab.receive()
            tab.select(1)
            QTest.keyClick(tab.table, Qt.Key.Key_Escape)
            assert not tab.panel.inspector.isVisible()
            QTest.keyClick(tab.table, Qt.Key.Key_Return)
            assert tab.panel.inspector.isVisible()
            tab.button("Close inspector").click()
            assert not tab.panel.inspector.isVisible()

    qt_run(scenario())


def test_a_narrow_page_has_the_inspector_below_the_table(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake), width=959) as tab:
            assert tab.panel.width() == 959
            assert tab.panel.inspector.y() > tab.panel.list.y()
            tab.panel.resize(963, 616)
            await asyncio.sleep(0.01)
            assert tab.panel.inspector.x() > tab.panel.list.x()
            assert tab.panel.width() == 963

    qt_run(scenario())


def test_a_filter_keeps_the_selection_and_says_what_cannot_be_read(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            await tab.receive()
            tab.select(1)
            field = control(tab.panel, QLineEdit, "Filter messages")
            field.setText("=order > `0`")
            assert tab.column("Body") == ['{"order":2}', '{"order":1}']
            assert tab.panel.list.selected_ids() == (tab.page.ids()[1],)
            assert tab.label("Message counts") == "2 of 3 messages, 3 held"
            field.setText("=order >")
            assert tab.label("Filter problem") == "Not a JMESPath expression: it breaks off."
            field.setText("nothing like it")
            assert not tab.table.isVisible()
            field.clear()
            assert len(tab.column("Body")) == 3
            assert tab.label("Filter problem") == ""

    qt_run(scenario())


def test_columns_of_ones_own_and_the_arrangement_are_remembered(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fake.put(url, "x", (MessageAttribute("eventType", "String", "order.created"),))
        async with open_tab(url) as tab:
            await tab.receive()
            menu = tab.panel.list.table.columns_menu()
            adding = next(
                action for action in menu.actions() if action.text() == "Add column for attribute"
            ).menu()
            next(action for action in adding.actions() if action.text() == "eventType").trigger()  # type: ignore[attr-defined]
            assert tab.column("eventType") == ["order.created"]
            tab.table.setColumnWidth(0, 222)
            tab.panel.fold_inspector()
            state = tab.panel.save_state()
        async with open_tab(url) as other:
            other.panel.restore_state(json.loads(json.dumps(state)))
            assert other.table.columnWidth(0) == 222
            assert "eventType" in [column.title for column in other.page.view_model.table.columns]
            assert not other.panel.inspector.isVisible()
            other.panel.restore_state({"columns": "not base64", "splitter_is_narrow": "no", "splitter": "%%"})
            assert other.table.columnWidth(0) == 222

    qt_run(scenario())


def test_countdowns_run_only_for_rows_in_sight(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake, 100)) as tab:
            control(tab.panel, QSpinBox, "Messages to receive").setValue(100)
            await tab.receive()
            await asyncio.sleep(0)
            rows: list[tuple[int, int]] = []
            model = tab.page.view_model.table
            model.dataChanged.connect(lambda first, last: rows.append((first.row(), last.row())))
            model.tick()
            assert rows[0][0] == 0
            assert 5 < rows[0][1] < 40
            tab.table.verticalScrollBar().setValue(tab.table.verticalScrollBar().maximum())
            model.tick()
            assert rows[-1][1] == 99
            tab.panel.hide()
            rows.clear()
            model.tick()
            assert rows == []

    qt_run(scenario())


@pytest.mark.parametrize("width", [963, 1535])
def test_nothing_is_cut_at_the_usual_widths(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab, width: int
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake), width=width) as tab:
            await tab.receive()
            tab.select(0)
            await asyncio.sleep(0.01)
            assert tab.panel.width() == width
            for button in tab.panel.findChildren(Button):
                assert not button.isVisible() or button.width() >= button.sizeHint().width(), (
                    button.accessibleName()
                )

    qt_run(scenario())


def test_groups_that_appear_leave_room_for_the_body(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        url = fake.create_queue("Orders.fifo")
        for number in range(3):
            fake.put(url, f"order {number}", group_id="SKU-1", deduplication_id=str(number))
        async with open_tab(url) as tab:
            await tab.receive()
            assert not tab.table.isColumnHidden(3)
            assert tab.table.horizontalScrollBar().maximum() == 0

    qt_run(scenario())


def test_bytes_keep_their_columns_in_a_narrow_inspector(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            await tab.receive()
            tab.select(0)
            body = tab.panel.findChildren(CodeView)[0]
            choice = control(tab.panel, QComboBox, "Show as")
            choice.setCurrentText("Hex")
            await tab.page.idle()
            assert body.lineWrapMode() is QPlainTextEdit.LineWrapMode.NoWrap
            choice.setCurrentText("Raw")
            await tab.page.idle()
            assert body.lineWrapMode() is QPlainTextEdit.LineWrapMode.WidgetWidth

    qt_run(scenario())


def test_the_tab_needs_no_more_width_than_with_the_inspector_below_the_table(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fake.create_queue("OrderQueue"), width=1200) as tab:
            assert tab.panel.minimumSizeHint().width() <= 620

    qt_run(scenario())


@pytest.mark.parametrize(("width", "height"), [(620, 80), (708, 80), (963, 44)])
def test_the_receive_bar_takes_two_lines_where_one_would_cut_its_words(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab, width: int, height: int
) -> None:
    async def scenario() -> None:
        async with open_tab(fake.create_queue("OrderQueue")) as tab:
            bar = tab.panel.findChild(ReceiveBar, "receive_bar")
            assert bar is not None
            bar.setParent(None)
            bar.resize(width, bar.height())
            bar.show()
            await settle()
            assert (bar.width(), bar.height()) == (width, height)
            assert cut_labels(bar) == []
            mode = control(bar, QComboBox, "Receive mode")
            assert mode.width() == mode.minimumWidth()
            bar.setParent(tab.panel)

    qt_run(scenario())
